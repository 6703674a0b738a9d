"""Key slots and the recovery key: who gets in, who does not, and what a typing mistake is called."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity_rater.app.errors import NewerLibrary, NotALibrary, UserFacingError, WrongPassphrase
from fidelity_rater.storage import checked_json, crockford, recovery_key
from fidelity_rater.storage.identity import IdentityFiles, Unlocked
from fidelity_rater.storage.identity_file import KeyCost
from fidelity_rater.storage.key_slots import LibraryKey
from fidelity_rater.storage.keys import KeyFile

UID = "6e1f0a52-6c7a-4d09-8a33-3b1f0c8f5a11"


@pytest.fixture
def people(tmp_path: Path) -> tuple[Unlocked, Unlocked]:
    files = IdentityFiles(tmp_path / "identities", cost=KeyCost(memory_kib=64, iterations=1, lanes=1))
    cards = [files.create(name=name, initials=name[0], passphrase="correct horse") for name in ("Ada", "Ben")]
    ada, ben = (files.unlock(card.person.uid, "correct horse") for card in cards)
    return ada, ben


def new_file(*people: Unlocked) -> tuple[KeyFile, LibraryKey, str]:
    key = LibraryKey.new(UID)
    file = KeyFile(UID, "Clinic", demo=False)
    for unlocked in people:
        file = file.with_person(key, unlocked.person)
    file, recovery = file.with_new_recovery(key)
    return file, key, recovery


def test_a_slot_opens_for_its_person_and_no_other(people: tuple[Unlocked, Unlocked], tmp_path: Path) -> None:
    ada, ben = people
    file, key, _ = new_file(ada)
    file.write(tmp_path / "keys.json")
    back = KeyFile.read(tmp_path / "keys.json")
    assert back == file
    assert back.open_as(ada).secret == key.secret
    assert back.people == (ada.person.uid,)
    with pytest.raises(WrongPassphrase, match="recovery key"):
        back.open_as(ben)


def test_the_recovery_key_opens_as_typed(people: tuple[Unlocked, Unlocked]) -> None:
    file, key, recovery = new_file(people[0])
    assert [len(group) for group in recovery.split("-")] == [5] * 8
    typed = recovery.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert file.open_with_recovery(typed).secret == key.secret


def test_a_new_recovery_key_ends_the_old_one(people: tuple[Unlocked, Unlocked]) -> None:
    file, key, old = new_file(people[0])
    file, new = file.with_new_recovery(key)
    assert file.open_with_recovery(new).secret == key.secret
    with pytest.raises(WrongPassphrase, match="another library"):
        file.open_with_recovery(old)


def test_people_come_and_go(people: tuple[Unlocked, Unlocked]) -> None:
    ada, ben = people
    file, key, _ = new_file(ada)
    both = file.with_person(key, ben.person).with_person(key, ben.person)
    assert both.people == (ada.person.uid, ben.person.uid)
    assert both.open_as(ben).secret == key.secret
    only_ben = both.without_person(key, ada.person.uid)
    with pytest.raises(WrongPassphrase):
        only_ben.open_as(ada)
    with pytest.raises(UserFacingError, match="last person"):
        only_ben.without_person(key, ben.person.uid)


def test_a_slot_does_not_open_in_another_library(people: tuple[Unlocked, Unlocked]) -> None:
    ada, _ = people
    file, _, recovery = new_file(ada)
    moved = replace(file, uid="00000000-0000-4000-8000-000000000000")
    with pytest.raises(WrongPassphrase):
        moved.open_as(ada)
    with pytest.raises(WrongPassphrase):
        moved.open_with_recovery(recovery)


def test_a_header_changed_by_hand_is_noticed(people: tuple[Unlocked, Unlocked]) -> None:
    ada, _ = people
    file, _, recovery = new_file(ada)
    with pytest.raises(NotALibrary, match="changed"):
        replace(file, demo=True).open_as(ada)
    with pytest.raises(NotALibrary, match="changed"):
        replace(file, slots=file.slots[1:]).open_with_recovery(recovery)


def test_keys_for_different_purposes_differ() -> None:
    key, other = LibraryKey.new(UID), LibraryKey.new(UID)
    assert len({key.derive("db"), key.derive("vault"), key.secret, other.derive("db")}) == 4
    assert key.secret.hex() not in repr(key)


@pytest.mark.parametrize("content", [b"", b"not json", b'{"format": "fidelity-library-keys", "version": 1}'])
def test_a_damaged_key_file_is_called_so(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "keys.json").write_bytes(content)
    with pytest.raises(NotALibrary, match="damaged"):
        KeyFile.read(tmp_path / "keys.json")


def test_a_later_key_file_is_called_so(tmp_path: Path) -> None:
    data = checked_json.to_bytes({}, format_name="fidelity-library-keys", version=2)
    (tmp_path / "keys.json").write_bytes(data)
    with pytest.raises(NewerLibrary):
        KeyFile.read(tmp_path / "keys.json")


def test_a_key_file_of_the_right_shape_with_a_wrong_slot_is_damaged(tmp_path: Path) -> None:
    slot = {"kind": "identity", "opener": "x", "ephemeral": "", "nonce": "00", "wrapped": "00"}
    record = {"uid": UID, "name": "n", "demo": False, "slots": [slot], "seal": ""}
    data = checked_json.to_bytes(record, format_name="fidelity-library-keys", version=1)
    (tmp_path / "keys.json").write_bytes(data)
    with pytest.raises(NotALibrary, match="damaged"):
        KeyFile.read(tmp_path / "keys.json")


@given(secret=st.binary(min_size=20, max_size=20))
def test_a_recovery_key_reads_back(secret: bytes) -> None:
    assert recovery_key.from_text(recovery_key.to_text(secret)) == secret


@given(
    secret=st.binary(min_size=20, max_size=20),
    place=st.integers(0, 39),
    letter=st.sampled_from(crockford.ALPHABET + "U"),
)
def test_one_mistyped_character_is_found_in_its_group(secret: bytes, place: int, letter: str) -> None:
    letters = crockford.without_groups(recovery_key.to_text(secret))
    if letters[place] == letter:
        return
    with pytest.raises(WrongPassphrase, match=f"group {place // 5 + 1}"):
        recovery_key.from_text(letters[:place] + letter + letters[place + 1 :])


def test_other_mistakes_have_words_of_their_own() -> None:
    letters = crockford.without_groups(recovery_key.to_text(bytes(20)))
    with pytest.raises(WrongPassphrase, match="39"):
        recovery_key.from_text(letters[:-1])
    with pytest.raises(WrongPassphrase, match="more than one"):
        recovery_key.from_text("ZZZZZ" + letters[5:])


@given(data=st.binary(max_size=60).filter(lambda data: len(data) % 5 == 0))
def test_base_32_reads_back(data: bytes) -> None:
    assert crockford.decode(crockford.encode(data)) == data


def test_base_32_refuses_what_it_cannot_write_or_read() -> None:
    with pytest.raises(ValueError, match="whole number"):
        crockford.encode(b"x")
    with pytest.raises(ValueError, match="alphabet"):
        crockford.decode("ABCDEFGU")
