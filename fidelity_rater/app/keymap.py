"""Which key asks for which command: a preset, and what a person has changed of it. Clashes are told, never hidden."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from fidelity_rater.app.commands import COMMANDS, Command, CommandId, Scope, command_words
from fidelity_rater.app.settings import Settings
from fidelity_rater.i18n import tr

STANDARD: Final = "standard"

_MODIFIERS: Final = ("Meta", "Ctrl", "Alt", "Shift")
_KEY: Final = re.compile(r"((?:(?:Meta|Ctrl|Alt|Shift)\+)*)(\S|iTouch|[A-Z][\w /()-]{1,30})")
_FUNCTION_KEY: Final = re.compile(r"F\d{1,2}")
_WRITES: Final = frozenset({"Space", "Backspace", "Del", "Ins", "Return", "Enter", "Home", "End", "PgUp", "PgDown",
                            "Left", "Right", "Up", "Down", "Clear"})  # fmt: skip
_NO_KEYS: Final = frozenset({"Shift", "Control", "Ctrl", "Meta", "Alt", "CapsLock", "NumLock", "ScrollLock", "AltGr"})

_COMMAND: Final[Mapping[str, Command]] = {command.id: command for command in COMMANDS}


def parts_of(key: str) -> tuple[tuple[str, ...], str] | None:
    """The modifiers and the key itself; nothing where this is no key."""
    match = _KEY.fullmatch(key)
    if match is None or match[2] in _NO_KEYS:
        return None
    return tuple(match[1].split("+")[:-1]), match[2]


def plain_key(key: str) -> str:
    """The one way in which a key is written here; empty where it is none."""
    parts = parts_of(key)
    if parts is None:
        return ""
    held, name = parts
    return "".join(f"{modifier}+" for modifier in _MODIFIERS if modifier in held) + large(name)


def large(name: str) -> str:
    """A letter as it stands on its key; everything else as it is, such as a letter that has no one large form."""
    upper = name.upper()
    return upper if len(name) == 1 and upper.lower() == name.lower() and len(upper) == 1 else name


def writes(key: str) -> bool:
    """Whether this key means something to a field in which somebody writes; function, media and pedal keys do not."""
    held, name = parts_of(key) or ((), "")
    return bool({"Ctrl", "Alt", "Meta"}.intersection(held)) or len(name) == 1 or name in _WRITES or name in _STAYING


_STAYING: Final = frozenset({"Tab", "Backtab", "Esc"})
_TAKEN: Final[Mapping[str, str]] = {key: command.id for command in COMMANDS if command.fixed for key in command.keys}


def is_shortcut(key: str) -> bool:
    """Whether a window may take this key before whatever has the focus: it writes nothing there."""
    held, _ = parts_of(key) or ((), "")
    return bool({"Ctrl", "Alt", "Meta"}.intersection(held)) or not writes(key)


def refusal(command: str, key: str) -> str:
    """Why this key cannot ask for this command; empty where it can."""
    parts = parts_of(key)
    if parts is None:
        return tr("This key cannot be used.")
    held, name = parts
    chord = {"Ctrl", "Alt", "Meta"}.intersection(held)
    if _COMMAND[command].fixed:
        return tr("This key stays as it is.")
    if name == "Esc":
        return tr("Esc always leads back, so it does nothing else.")
    if plain_key(key) in _TAKEN:
        return tr("This key always does the same: {what}", what=command_words()[_TAKEN[plain_key(key)]])
    if name in ("Tab", "Backtab"):
        return tr("Tab always goes to the next field, so it does nothing else.")
    if name.isdecimal() and not chord:
        return tr("Digits always score, so they do nothing else.")
    if set(held) - {"Shift"} == {"Alt"} and len(name) == 1:
        return tr("Alt with a letter or sign opens a menu, so it does nothing else.")
    if command != CommandId.HELP and _COMMAND[command].scope is Scope.WINDOW and not chord and writes(key):
        return tr("This acts everywhere, also where you type. Use Ctrl or Alt with a key, or a function key.")
    return ""


@dataclass(frozen=True, slots=True)
class Clash:
    """One key that asks for two commands; ``heard`` is the one that gets it."""

    key: str
    heard: str
    unheard: str


@dataclass(frozen=True)
class Keymap:
    """The keys in force. ``own`` holds what a person has changed: a command and all its keys, perhaps none."""

    preset: str = STANDARD
    own: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @staticmethod
    def of(settings: Settings, *, known: Callable[[str], bool] = bool) -> Keymap:
        """As the settings say; what they name that is no command or cannot be a key is passed over."""
        preset = settings.key_preset if settings.key_preset in PRESETS else STANDARD
        made = Keymap(preset)
        for command, keys in settings.keys.items():
            if command in _COMMAND:
                made = made.changed(command, tuple(key for key in keys if known(key)))
        return made

    def into(self, settings: Settings) -> Settings:
        """The settings that keep this map."""
        return replace(settings, key_preset=self.preset, keys=dict(self.own))

    def keys_of(self, command: str) -> tuple[str, ...]:
        """Every key that asks for this command, the one to be shown first."""
        return self._keys[command]

    def command_for(self, key: str, scope: Scope) -> str | None:
        """What this key asks for: on the desk, or of the window wherever one is."""
        command = self._heard.get(key)
        return command if command is not None and _lives(command, scope) else None

    def holders(self, key: str) -> tuple[str, ...]:
        """The commands that this key asks for: more than one is a clash."""
        return self._holders.get(plain_key(key), ())

    def clashes(self) -> tuple[Clash, ...]:
        """Every key that asks for two commands; the one that a person gave it is heard."""
        return tuple(
            Clash(key, self._heard[key], other)
            for key, holders in self._holders.items()
            for other in holders
            if other != self._heard[key]
        )

    def without_key(self) -> tuple[str, ...]:
        """The commands that no key asks for: none was left to them, or another took them all."""
        return tuple(c.id for c in COMMANDS if not any(self._heard[key] == c.id for key in self.keys_of(c.id)))

    def is_own(self, command: str) -> bool:
        """Whether a person has changed this command's keys."""
        return command in self.own

    def changed(self, command: str, keys: tuple[str, ...]) -> Keymap:
        """With these keys for a command. What is no key, or may not be one here, is left out."""
        if _COMMAND[command].fixed:
            return self
        taken = tuple(dict.fromkeys(plain_key(key) for key in keys if not refusal(command, key)))
        own = {name: its for name, its in self.own.items() if name != command}
        if taken != usual_keys(command, self.preset):
            own[command] = taken
        return replace(self, own=own)

    def given(self, command: str, key: str) -> Keymap:
        """With one key more for a command, shown first, and taken away from whatever else it asked for.

        The same map where the command cannot have it.
        """
        if refusal(command, key):
            return self
        key, made = plain_key(key), self
        for holder in self.holders(key):
            if holder != command:
                made = made.changed(holder, tuple(k for k in made.keys_of(holder) if k != key))
        return made.changed(command, (key, *made.keys_of(command)))

    def without(self, command: str, key: str) -> Keymap:
        """With one key less for a command."""
        return self.changed(command, tuple(k for k in self.keys_of(command) if k != plain_key(key)))

    def reset(self, command: str | None = None) -> Keymap:
        """As in the preset again: one command, or all."""
        return replace(self, own={n: keys for n, keys in self.own.items() if command is not None and n != command})

    def with_preset(self, preset: str) -> Keymap:
        """Another preset; what a person changed stays changed."""
        made = Keymap(preset)
        for command, keys in self.own.items():
            made = made.changed(command, keys)
        return made

    @cached_property
    def _keys(self) -> Mapping[str, tuple[str, ...]]:
        return {c.id: self.own.get(c.id, usual_keys(c.id, self.preset)) for c in COMMANDS}

    @cached_property
    def _holders(self) -> Mapping[str, tuple[str, ...]]:
        holders: dict[str, tuple[str, ...]] = {}
        for command, keys in self._keys.items():
            for key in keys:
                holders[key] = (*holders.get(key, ()), command)
        return holders

    @cached_property
    def _heard(self) -> Mapping[str, str]:
        return {
            key: next((command for command in reversed(holders) if command in self.own), holders[0])
            for key, holders in self._holders.items()
        }


def _lives(command: str, scope: Scope) -> bool:
    """A desk hears what belongs to no menu, also where there is no menu; a window hears only what acts everywhere."""
    return isinstance(_COMMAND[command].id, CommandId) if scope is Scope.DESK else _COMMAND[command].scope is scope


# Presets: what differs from the usual keys. Each is free of clashes, and leaves no command without a key.

_C = CommandId

_TRANSCRIBER: Final[Mapping[str, tuple[str, ...]]] = {
    # The right hand stays on the function keys while the left writes; they go on acting inside a note.
    _C.PLAY: ("F4", "Space", "Toggle Media Play/Pause", "Media Play", "Media Pause"),
    _C.BACK: ("F7", "Left", "Media Previous", "Media Rewind"),
    _C.ON: ("F8", "Right", "Media Next", "Media Fast Forward"),
    _C.SLOWER: ("F9", "["),
    _C.FASTER: ("F10", "]"),
    _C.NORMAL_SPEED: ("F11", "=", "Backspace"),
    _C.LOOP: ("F12", "L"),
    _C.MARK_FOR: ("F2", "M"),
    _C.MARK_AGAINST: ("Shift+F2", "Shift+M"),
    _C.MARK_UNPLACED: ("F3", "U"),
    _C.PLAY_MOMENT: ("F5", "P"),
    _C.PREVIOUS_MOMENT: ("Shift+F7", ","),
    _C.NEXT_MOMENT: ("Shift+F8", "."),
}

_SUPERVISOR: Final[Mapping[str, tuple[str, ...]]] = {
    # All that is wanted while listening lies under the left hand; the right one has the mouse or the pen.
    _C.BACK: ("A", "Left", "Media Previous", "Media Rewind"),
    _C.ON: ("D", "Right", "Media Next", "Media Fast Forward"),
    _C.SLOWER: ("Shift+A", "["),
    _C.FASTER: ("Shift+D", "]"),
    _C.NORMAL_SPEED: ("Shift+S", "=", "Backspace"),
    _C.PREVIOUS_ITEM: ("W", "Up", "K"),
    _C.NEXT_ITEM: ("S", "Down", "J"),
    _C.NEXT_OPEN: ("Q", "O"),
    _C.MARK_FOR: ("F", "M"),
    _C.MARK_AGAINST: ("G", "Shift+M"),
    _C.MARK_UNPLACED: ("R", "U"),
    _C.PLAY_MOMENT: ("C", "P"),
    _C.NEXT_MOMENT: ("V", "."),
    _C.PREVIOUS_MOMENT: ("Shift+V", ","),
    _C.LOOP: ("T", "L"),
    _C.STATE: ("X",),
    _C.WITHDRAW: ("Shift+X", "Del"),
    _C.DELETE_MOMENT: ("Shift+C",),
    _C.MOMENT_NOTE: ("Shift+E",),
    _C.ADHERENCE: ("Shift+Q",),
    _C.QUALITY: ("Shift+W",),
    _C.PLACE_MOMENT: ("Shift+G",),
    _C.COVER: ("Shift+O",),
    _C.SHOW_TRANSCRIPT: ("Shift+T",),
    _C.SHOW_FEEDBACK: ("Shift+F",),
    _C.ADD_STRENGTH: ("Shift+P",),
    _C.WORK_ON: ("Shift+N",),
    _C.SHOW_MOMENTS: ("Shift+R",),
}

PRESETS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    STANDARD: {},
    "transcriber": _TRANSCRIBER,
    "supervisor": _SUPERVISOR,
}


def usual_keys(command: str, preset: str = STANDARD) -> tuple[str, ...]:
    """The keys of a command as a preset has them."""
    return PRESETS[preset].get(command, _COMMAND[command].keys)


def preset_words() -> dict[str, tuple[str, str]]:
    """Each preset's name, and for whom it is."""
    return {
        STANDARD: (tr("Standard"), tr("Letters that stand for what they do, both hands on the keyboard.")),
        "transcriber": (
            tr("Transcriber"),
            tr("Sound and marking on the function keys, as in transcription programs. They act while you write, too."),
        ),
        "supervisor": (
            tr("Supervisor"),
            tr("What is needed while listening lies under the left hand; the right one is free for mouse or pen."),
        ),
    }


def preset_changes(preset: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What a preset changes of the usual keys, in the order of the list."""
    for command in COMMANDS:
        keys = usual_keys(command.id, preset)
        if keys != command.keys:
            yield command.id, keys
