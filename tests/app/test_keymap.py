"""Which key asks for what: presets without clashes, a person's own keys, and nothing lost unsaid."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity_rater.app.commands import COMMANDS, MENU, CommandId, Scope, Section, command_words, section_words
from fidelity_rater.app.keymap import (
    PRESETS,
    STANDARD,
    Clash,
    Keymap,
    is_shortcut,
    parts_of,
    plain_key,
    preset_changes,
    preset_words,
    refusal,
    usual_keys,
    writes,
)
from fidelity_rater.app.settings import Settings

IDS = [command.id for command in COMMANDS]
CHANGEABLE = [command.id for command in COMMANDS if not command.fixed]
USUAL = sorted({key for command in COMMANDS for key in command.keys})

keys = st.one_of(st.sampled_from(USUAL), st.sampled_from(["F13", "Shift+F13", "Ä", "ctrl+z", "Tab", "7", "§", "Alt+F"]))
own_keys = st.dictionaries(st.sampled_from(IDS), st.lists(keys, max_size=3).map(tuple), max_size=8)


def map_of(own: dict[str, tuple[str, ...]], preset: str = STANDARD) -> Keymap:
    return Keymap.of(Settings(key_preset=preset, keys=own))


def test_every_command_is_listed_once_under_a_heading_and_named() -> None:
    assert len(set(IDS)) == len(IDS)
    assert set(CommandId) <= set(IDS)
    words = command_words()
    assert all(words[command.id] for command in COMMANDS if not command.id.startswith(MENU))
    assert all(section_words(section) for section in Section)


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_has_no_clash_and_leaves_no_command_without_a_key(preset: str) -> None:
    keymap = Keymap(preset)
    assert keymap.clashes() == ()
    assert keymap.without_key() == ()
    assert preset_words()[preset]


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_takes_no_key_that_a_person_could_not_take(preset: str) -> None:
    refused = {
        (command, key): refusal(command, key)
        for command in CHANGEABLE
        for key in usual_keys(command, preset)
        if refusal(command, key)
    }
    assert not refused
    assert all(plain_key(key) == key for command in IDS for key in usual_keys(command, preset))


def test_a_preset_tells_what_it_changes() -> None:
    assert list(preset_changes(STANDARD)) == []
    changes = dict(preset_changes("transcriber"))
    assert changes[CommandId.PLAY][0] == "F4"
    assert CommandId.SIGN not in changes


def test_a_key_asks_for_its_command_on_the_desk() -> None:
    keymap = Keymap()
    assert keymap.command_for("M", Scope.DESK) == CommandId.MARK_FOR
    assert keymap.command_for("Media Pause", Scope.DESK) == CommandId.PLAY
    assert keymap.command_for("F19", Scope.DESK) is None


def test_the_window_hears_what_acts_everywhere_and_the_desk_what_is_of_no_menu() -> None:
    keymap = Keymap()
    assert keymap.command_for("Ctrl+N", Scope.WINDOW) == MENU + "new"
    assert keymap.command_for("Ctrl+N", Scope.DESK) is None
    assert keymap.command_for("M", Scope.WINDOW) is None
    for scope in Scope:
        assert keymap.command_for("?", scope) == CommandId.HELP
        assert keymap.command_for("Ctrl+Z", scope) == CommandId.UNDO


def test_a_person_adds_a_key_that_is_shown_first() -> None:
    keymap = Keymap().given(CommandId.PLAY, "F13")
    assert keymap.keys_of(CommandId.PLAY)[:2] == ("F13", "Space")
    assert keymap.command_for("F13", Scope.DESK) == CommandId.PLAY
    assert keymap.is_own(CommandId.PLAY)


def test_a_key_that_is_given_is_taken_from_what_it_stood_for() -> None:
    keymap = Keymap().given(CommandId.MARK_FOR, "Left")
    assert keymap.command_for("Left", Scope.DESK) == CommandId.MARK_FOR
    assert "Left" not in keymap.keys_of(CommandId.BACK)
    assert keymap.clashes() == ()


def test_a_command_that_lost_its_last_key_is_told() -> None:
    keymap = Keymap().given(CommandId.MARK_FOR, "E")
    assert keymap.keys_of(CommandId.NOTE) == ()
    assert keymap.without_key() == (CommandId.NOTE,)


def test_two_commands_on_one_key_are_told_and_the_persons_is_heard() -> None:
    keymap = map_of({CommandId.MARK_FOR: ("E",)})
    assert keymap.clashes() == (Clash("E", CommandId.MARK_FOR, CommandId.NOTE),)
    assert keymap.command_for("E", Scope.DESK) == CommandId.MARK_FOR
    assert keymap.without_key() == (CommandId.NOTE,)
    assert set(keymap.holders("E")) == {CommandId.MARK_FOR, CommandId.NOTE}


def test_a_key_of_the_window_clashes_with_one_of_the_desk() -> None:
    keymap = map_of({CommandId.SEARCH: ("Ctrl+N",)})
    assert keymap.clashes() == (Clash("Ctrl+N", CommandId.SEARCH, MENU + "new"),)


def test_a_key_is_taken_away_again_and_one_or_all_are_as_in_the_preset() -> None:
    keymap = Keymap().given(CommandId.PLAY, "F13").given(CommandId.LOOP, "F14")
    assert keymap.without(CommandId.PLAY, "F13").keys_of(CommandId.PLAY) == Keymap().keys_of(CommandId.PLAY)
    assert not keymap.without(CommandId.PLAY, "F13").is_own(CommandId.PLAY)
    one = keymap.reset(CommandId.PLAY)
    assert not one.is_own(CommandId.PLAY)
    assert one.is_own(CommandId.LOOP)
    assert keymap.reset() == Keymap()


def test_another_preset_leaves_what_a_person_changed() -> None:
    keymap = Keymap().given(CommandId.PLAY, "F13").with_preset("supervisor")
    assert "F13" in keymap.keys_of(CommandId.PLAY)
    assert keymap.keys_of(CommandId.ON)[0] == "D"


@pytest.mark.parametrize(
    ("command", "key"),
    [
        (CommandId.PLAY, "3"),
        (CommandId.PLAY, "Tab"),
        (CommandId.PLAY, "Backtab"),
        (CommandId.PLAY, "Ctrl+Tab"),
        (CommandId.PLAY, "Esc"),
        (CommandId.PLAY, "Alt+F"),
        (CommandId.PLAY, "Shift"),
        (CommandId.PLAY, ""),
        (CommandId.PLAY, "Ctrl+"),
        (CommandId.PLAY, "Ctrl+Shift+S"),
        (CommandId.LEAVE, "F13"),
        (MENU + "lock", "L"),
        (MENU + "lock", "Shift+Left"),
        (CommandId.UNDO, "Space"),
    ],
)
def test_some_keys_cannot_be_taken_and_it_is_said_why(command: str, key: str) -> None:
    assert refusal(command, key)
    assert Keymap().given(command, key) == Keymap()


@pytest.mark.parametrize(
    ("command", "key"),
    [(CommandId.PLAY, "Ctrl+3"), (MENU + "lock", "F13"), (MENU + "lock", "Media Stop"), (CommandId.HELP, "!")],
)
def test_others_can(command: str, key: str) -> None:
    assert refusal(command, key) == ""


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Shift+Ctrl+z", "Ctrl+Shift+Z"),
        ("m", "M"),
        ("Ctrl++", "Ctrl++"),
        ("ß", "ß"),
        ("Toggle Media Play/Pause", "Toggle Media Play/Pause"),
        ("Hyper+X", ""),
        ("no key at all", ""),
    ],
)
def test_a_key_is_written_in_one_way(written: str, plain: str) -> None:
    assert plain_key(written) == plain


@pytest.mark.parametrize("key", ["F4", "Shift+F13", "Media Play", "Launch (0)"])
def test_pedal_and_media_keys_write_nothing(key: str) -> None:
    assert not writes(key)
    assert is_shortcut(key)


@pytest.mark.parametrize("key", ["M", "Shift+M", "[", "Space", "Left", "Shift+Left", "Backspace", "Tab", "Esc"])
def test_keys_of_a_field_are_no_shortcuts(key: str) -> None:
    assert writes(key)
    assert not is_shortcut(key)


def test_settings_that_name_nothing_known_are_passed_over() -> None:
    own = {"dance": ("F13",), CommandId.PLAY: ("hop", "F14", "F15"), CommandId.LEAVE: ("F16",)}
    keymap = Keymap.of(Settings(key_preset="pianist", keys=own), known=lambda key: key != "F15")
    assert keymap == Keymap(own={CommandId.PLAY: ("F14",)})


@given(own=own_keys, preset=st.sampled_from(list(PRESETS)))
def test_a_map_is_kept_and_read_back_the_same(own: dict[str, tuple[str, ...]], preset: str) -> None:
    keymap = map_of(own, preset)
    assert Keymap.of(keymap.into(Settings(volume=40))) == keymap
    assert keymap.into(Settings(volume=40)).volume == 40


@given(own=own_keys, preset=st.sampled_from(list(PRESETS)))
def test_no_key_is_lost_unsaid(own: dict[str, tuple[str, ...]], preset: str) -> None:
    keymap = map_of(own, preset)
    told = {(clash.key, clash.unheard) for clash in keymap.clashes()}
    for command in IDS:
        scope = Scope.DESK if isinstance(command, CommandId) else Scope.WINDOW
        reached = [key for key in keymap.keys_of(command) if keymap.command_for(key, scope) == command]
        for key in keymap.keys_of(command):
            assert (key in reached) != ((key, command) in told)
        assert bool(reached) != (command in keymap.without_key())


@given(own=own_keys, command=st.sampled_from(CHANGEABLE), key=keys)
def test_what_is_given_is_heard_and_clashes_with_nothing(
    own: dict[str, tuple[str, ...]], command: str, key: str
) -> None:
    before = map_of(own)
    after = before.given(command, key)
    if refusal(command, key):
        assert after == before
    else:
        assert after.holders(key) == (command,)
        assert {clash.key for clash in after.clashes()} <= {clash.key for clash in before.clashes()}


@given(own=own_keys)
def test_a_fixed_key_stays(own: dict[str, tuple[str, ...]]) -> None:
    assert map_of(own).command_for("Esc", Scope.DESK) == CommandId.LEAVE


def test_parts() -> None:
    assert parts_of("Ctrl+Shift+Left") == (("Ctrl", "Shift"), "Left")
    assert parts_of("Ctrl") is None
