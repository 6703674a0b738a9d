"""Every command that has a key: the id that key maps and settings know it by, its words, its section, its usual keys.

The ids are kept in settings. Keys are written as Qt writes them portably: ``Ctrl+Z``, ``Space``, ``[``, ``Media Play``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from fidelity_rater.i18n import tr


class CommandId(StrEnum):
    """What a key can ask for on the desk. The window's own acts have ids of their own: ``menu.`` and their key."""

    NEXT_ITEM = "next_item"
    PREVIOUS_ITEM = "previous_item"
    NEXT_GROUP = "next_group"
    PREVIOUS_GROUP = "previous_group"
    NEXT_OPEN = "next_open"
    ADHERENCE = "adherence"
    QUALITY = "quality"
    WITHDRAW = "withdraw"
    STATE = "state"
    NONE_HEARD = "none_heard"
    NOTE = "note"
    MORE = "more"
    LESS = "less"

    PLAY = "play"
    BACK = "back"
    ON = "on"
    SLOWER = "slower"
    FASTER = "faster"
    NORMAL_SPEED = "normal_speed"
    SKIP_SILENCES = "skip_silences"
    LEVEL_VOICE = "level_voice"
    NEXT_CHANNEL = "next_channel"
    ZOOM_IN = "zoom_in"
    ZOOM_OUT = "zoom_out"
    SELECT_FROM = "select_from"
    SELECT_TO = "select_to"
    CLEAR_SELECTION = "clear_selection"
    LOOP = "loop"

    MARK_FOR = "mark_for"
    MARK_AGAINST = "mark_against"
    MARK_UNPLACED = "mark_unplaced"
    NEXT_MOMENT = "next_moment"
    PREVIOUS_MOMENT = "previous_moment"
    PLAY_MOMENT = "play_moment"
    START_EARLIER = "start_earlier"
    START_LATER = "start_later"
    END_EARLIER = "end_earlier"
    END_LATER = "end_later"
    MOMENT_NOTE = "moment_note"
    TURN_MOMENT = "turn_moment"
    PLACE_MOMENT = "place_moment"
    COPY_MOMENT = "copy_moment"
    PASTE_MOMENT = "paste_moment"
    DELETE_MOMENT = "delete_moment"

    SHOW_ITEM = "show_item"
    SHOW_MOMENTS = "show_moments"
    SHOW_TRANSCRIPT = "show_transcript"
    SEARCH = "search"

    SHOW_FEEDBACK = "show_feedback"
    ADD_STRENGTH = "add_strength"
    WORK_ON = "work_on"

    COVER = "cover"
    SIGN = "sign"
    NEXT_PART = "next_part"
    PREVIOUS_PART = "previous_part"
    UNDO = "undo"
    REDO = "redo"
    HELP = "help"
    LEAVE = "leave"


class Section(StrEnum):
    """Under which heading a command is listed."""

    ITEMS = "items"
    SCORES = "scores"
    SOUND = "sound"
    MOMENTS = "moments"
    TRANSCRIPT = "transcript"
    FEEDBACK = "feedback"
    RATING = "rating"
    WINDOW = "window"


class Scope(StrEnum):
    """Where a key acts: on the desk, or wherever one is in the window."""

    DESK = "desk"
    WINDOW = "window"


@dataclass(frozen=True, slots=True)
class Command:
    """What a key can ask for. ``fixed``: its keys stay as they are."""

    id: str
    section: Section
    scope: Scope
    keys: tuple[str, ...]
    fixed: bool = False


MENU: Final = "menu."
"""What the ids of the window's own acts begin with; the menu's key follows."""

_C = CommandId

_DESK: Final[tuple[tuple[Section, tuple[tuple[CommandId, tuple[str, ...]], ...]], ...]] = (
    (Section.SOUND, (
        (_C.PLAY, ("Space", "Toggle Media Play/Pause", "Media Play", "Media Pause")),
        (_C.BACK, ("Left", "Media Previous", "Media Rewind")),
        (_C.ON, ("Right", "Media Next", "Media Fast Forward")),
        (_C.SLOWER, ("[",)),
        (_C.FASTER, ("]",)),
        (_C.NORMAL_SPEED, ("=", "Backspace")),
        (_C.LOOP, ("L",)),
        (_C.SKIP_SILENCES, ("H",)),
        (_C.LEVEL_VOICE, ("Y",)),
        (_C.NEXT_CHANNEL, ("Shift+H",)),
        (_C.ZOOM_IN, ("Z",)),
        (_C.ZOOM_OUT, ("Shift+Z",)),
        (_C.SELECT_FROM, ("(",)),
        (_C.SELECT_TO, (")",)),
        (_C.CLEAR_SELECTION, ("\\",)),
    )),
    (Section.ITEMS, (
        (_C.NEXT_ITEM, ("Down", "J")),
        (_C.PREVIOUS_ITEM, ("Up", "K")),
        (_C.NEXT_GROUP, ("PgDown",)),
        (_C.PREVIOUS_GROUP, ("PgUp",)),
        (_C.NEXT_OPEN, ("O",)),
        (_C.SHOW_ITEM, ("I",)),
    )),
    (Section.SCORES, (
        (_C.ADHERENCE, ("A",)),
        (_C.QUALITY, ("Q",)),
        (_C.MORE, ("+",)),
        (_C.LESS, ("-",)),
        (_C.STATE, ("S",)),
        (_C.NONE_HEARD, ("N",)),
        (_C.WITHDRAW, ("X", "Del")),
        (_C.NOTE, ("E",)),
    )),
    (Section.MOMENTS, (
        (_C.MARK_FOR, ("M",)),
        (_C.MARK_AGAINST, ("Shift+M",)),
        (_C.MARK_UNPLACED, ("U",)),
        (_C.NEXT_MOMENT, (".",)),
        (_C.PREVIOUS_MOMENT, (",",)),
        (_C.PLAY_MOMENT, ("P",)),
        (_C.START_EARLIER, ("Ctrl+Left",)),
        (_C.START_LATER, ("Ctrl+Right",)),
        (_C.END_EARLIER, ("Shift+Left",)),
        (_C.END_LATER, ("Shift+Right",)),
        (_C.MOMENT_NOTE, ("W",)),
        (_C.TURN_MOMENT, ("B",)),
        (_C.PLACE_MOMENT, ("G",)),
        (_C.COPY_MOMENT, ("Ctrl+C",)),
        (_C.PASTE_MOMENT, ("Ctrl+V",)),
        (_C.DELETE_MOMENT, ("D",)),
        (_C.SHOW_MOMENTS, ("V",)),
    )),
    (Section.TRANSCRIPT, (
        (_C.SHOW_TRANSCRIPT, ("T",)),
        (_C.SEARCH, ("Ctrl+F",)),
    )),
    (Section.FEEDBACK, (
        (_C.SHOW_FEEDBACK, ("F",)),
        (_C.ADD_STRENGTH, ("Shift+S",)),
        (_C.WORK_ON, ("Shift+W",)),
    )),
    (Section.RATING, (
        (_C.COVER, ("C",)),
        (_C.SIGN, ("Ctrl+Return", "Ctrl+Enter")),
        (_C.NEXT_PART, ("F6",)),
        (_C.PREVIOUS_PART, ("Shift+F6",)),
        (_C.LEAVE, ("Esc",)),
    )),
)  # fmt: skip

_EVERYWHERE: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (_C.HELP, ("?", "F1")),
    (_C.UNDO, ("Ctrl+Z",)),
    (_C.REDO, ("Ctrl+Shift+Z", "Ctrl+Y")),
    (MENU + "caseload", ("Ctrl+1",)),
    (MENU + "results", ("Ctrl+2",)),
    (MENU + "feedback", ("Ctrl+3",)),
    (MENU + "raters", ("Ctrl+4",)),
    (MENU + "accreditation", ("Ctrl+5",)),
    (MENU + "new", ("Ctrl+N",)),
    (MENU + "open", ("Ctrl+O",)),
    (MENU + "demo", ("Ctrl+D",)),
    (MENU + "import", ("Ctrl+I",)),
    (MENU + "therapist", ("Ctrl+T",)),
    (MENU + "package", ("Ctrl+Shift+O",)),
    (MENU + "contacts", ("Ctrl+Shift+C",)),
    (MENU + "csv", ("Ctrl+E",)),
    (MENU + "json", ("Ctrl+Shift+E",)),
    (MENU + "backup", ("Ctrl+B",)),
    (MENU + "restore", ("Ctrl+Shift+B",)),
    (MENU + "check", ("Ctrl+Shift+K",)),
    (MENU + "identity", ("Ctrl+Shift+Y",)),
    (MENU + "settings", ("Ctrl+,",)),
    (MENU + "lock", ("Ctrl+L",)),
    (MENU + "close", ("Ctrl+W",)),
    (MENU + "quit", ("Ctrl+Q",)),
    (MENU + "look:system", ("Ctrl+Shift+7",)),
    (MENU + "look:light", ("Ctrl+Shift+8",)),
    (MENU + "look:dark", ("Ctrl+Shift+9",)),
    (MENU + "text:100", ("Ctrl+Alt+1",)),
    (MENU + "text:110", ("Ctrl+Alt+2",)),
    (MENU + "text:125", ("Ctrl+Alt+3",)),
    (MENU + "text:150", ("Ctrl+Alt+4",)),
    (MENU + "keys", ("Ctrl+K",)),
    (MENU + "about", ("Shift+F1",)),
)

SAVE_CHART: Final = "results.chart"
SAVE_DATA: Final = "results.data"

_STAYING: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (SAVE_CHART, ("Ctrl+Shift+S",)),
    (SAVE_DATA, ("Ctrl+Shift+D",)),
)

COMMANDS: Final[tuple[Command, ...]] = (
    *(
        Command(which, section, Scope.DESK, keys, fixed=which is _C.LEAVE)
        for section, commands in _DESK
        for which, keys in commands
    ),
    *(Command(which, Section.WINDOW, Scope.WINDOW, keys) for which, keys in _EVERYWHERE),
    *(Command(which, Section.WINDOW, Scope.WINDOW, keys, fixed=True) for which, keys in _STAYING),
)


def section_words(section: Section) -> str:
    """The heading of a section."""
    return {
        Section.ITEMS: tr("Items"),
        Section.SCORES: tr("Scores"),
        Section.SOUND: tr("Sound"),
        Section.MOMENTS: tr("Moments"),
        Section.TRANSCRIPT: tr("Transcript"),
        Section.FEEDBACK: tr("Feedback"),
        Section.RATING: tr("Rating"),
        Section.WINDOW: tr("Everywhere"),
    }[section]


def command_words() -> dict[str, str]:
    """What each command does. The window's own acts are named by its menus."""
    return {
        **_item_words(),
        **_sound_words(),
        **_moment_words(),
        _C.SHOW_TRANSCRIPT: tr("Show the transcript"),
        _C.SEARCH: tr("Search the transcript"),
        _C.SHOW_FEEDBACK: tr("Show the feedback, or what is open since last time"),
        _C.ADD_STRENGTH: tr("Name the item as a strength"),
        _C.WORK_ON: tr("Name the item as something to work on"),
        _C.COVER: tr("Cover sheet"),
        _C.SIGN: tr("What is missing, and signing"),
        _C.NEXT_PART: tr("Next part of the screen"),
        _C.PREVIOUS_PART: tr("Previous part of the screen"),
        _C.UNDO: tr("Undo"),
        _C.REDO: tr("Redo"),
        _C.HELP: tr("The keys of this screen"),
        _C.LEAVE: tr("Back to the items"),
        SAVE_CHART: tr("Save the results' chart"),
        SAVE_DATA: tr("Save the results' data"),
    }


def _item_words() -> dict[str, str]:
    return {
        _C.NEXT_ITEM: tr("Next item"),
        _C.PREVIOUS_ITEM: tr("Previous item"),
        _C.NEXT_GROUP: tr("Next group"),
        _C.PREVIOUS_GROUP: tr("Previous group"),
        _C.NEXT_OPEN: tr("Next open item"),
        _C.SHOW_ITEM: tr("Show what the item means"),
        _C.ADHERENCE: tr("Score adherence"),
        _C.QUALITY: tr("Score quality"),
        _C.MORE: tr("Count up"),
        _C.LESS: tr("Count down"),
        _C.STATE: tr("Answer with a state instead of a number"),
        _C.NONE_HEARD: tr("None heard, for the whole block"),
        _C.WITHDRAW: tr("Take the score back"),
        _C.NOTE: tr("Write a note"),
    }


def _sound_words() -> dict[str, str]:
    return {
        _C.PLAY: tr("Play or pause"),
        _C.BACK: tr("Step back"),
        _C.ON: tr("Step on"),
        _C.SLOWER: tr("Slower"),
        _C.FASTER: tr("Faster"),
        _C.NORMAL_SPEED: tr("Normal speed"),
        _C.LOOP: tr("Repeat the moment or selection"),
        _C.SKIP_SILENCES: tr("Skip silences, or not"),
        _C.LEVEL_VOICE: tr("Level quiet voices, or not"),
        _C.NEXT_CHANNEL: tr("Both sides, left only, right only"),
        _C.ZOOM_IN: tr("Zoom in"),
        _C.ZOOM_OUT: tr("Zoom out"),
        _C.SELECT_FROM: tr("Selection begins here"),
        _C.SELECT_TO: tr("Selection ends here"),
        _C.CLEAR_SELECTION: tr("No selection"),
    }


def _moment_words() -> dict[str, str]:
    return {
        _C.MARK_FOR: tr("Mark a moment for the item"),
        _C.MARK_AGAINST: tr("Mark a moment against the item"),
        _C.MARK_UNPLACED: tr("Mark a moment, place it later"),
        _C.NEXT_MOMENT: tr("Next moment"),
        _C.PREVIOUS_MOMENT: tr("Previous moment"),
        _C.PLAY_MOMENT: tr("Play the moment"),
        _C.START_EARLIER: tr("Moment begins earlier"),
        _C.START_LATER: tr("Moment begins later"),
        _C.END_EARLIER: tr("Moment ends earlier"),
        _C.END_LATER: tr("Moment ends later"),
        _C.MOMENT_NOTE: tr("Write a note on the moment"),
        _C.TURN_MOMENT: tr("Turn for into against, and back"),
        _C.PLACE_MOMENT: tr("Place the moment at the chosen item"),
        _C.COPY_MOMENT: tr("Copy the moment"),
        _C.PASTE_MOMENT: tr("Put the copied moment at the chosen item"),
        _C.DELETE_MOMENT: tr("Delete the moment"),
        _C.SHOW_MOMENTS: tr("Show the moments"),
    }


def fixed_words() -> tuple[tuple[str, str], ...]:
    """The keys that stay as they are, with what they do."""
    return (
        (tr("0 – 9"), tr("Score; the same digit again takes it back")),
        (tr("Tab"), tr("Adherence, quality: the other one")),
    )
