"""Identity files: what a passphrase opens, what it does not, and what each fault is called."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path

import pytest

from fidelity_rater.app.errors import UserFacingError, WrongPassphrase
from fidelity_rater.storage.identity import IdentityFiles, fingerprint
from fidelity_rater.storage.identity_file import IdentityFile, KeyCost

CHEAP = KeyCost(memory_kib=64, iterations=1, lanes=1)
PASSPHRASE = "correct horse"


@pytest.fixture
def files(tmp_path: Path) -> IdentityFiles:
    return IdentityFiles(tmp_path / "identities", cost=CHEAP)


def edit(path: Path, **changes: object) -> None:
    """Change a file without renewing its checksum."""
    record = json.loads(path.read_bytes())
    path.write_text(json.dumps(record | changes), encoding="utf-8")


def test_a_new_identity_signs_and_is_verified(files: IdentityFiles) -> None:
    card = files.create(name="Ada  Example", initials="AE", passphrase=PASSPHRASE)
    unlocked = files.unlock(card.person.uid, PASSPHRASE)
    signature = unlocked.sign(b"head")
    assert card.person.name == "Ada Example"
    assert unlocked.person == card.person
    assert files.verify(card.person, b"head", signature)
    assert not files.verify(card.person, b"tail", signature)
    assert not files.verify(card.person, b"head", b"short")
    assert files.all() == (card,)


def test_two_people_agree_on_a_secret(files: IdentityFiles) -> None:
    ada = files.create(name="Ada", initials="A", passphrase=PASSPHRASE)
    ben = files.create(name="Ben", initials="B", passphrase=PASSPHRASE)
    one = files.unlock(ada.person.uid, PASSPHRASE).agree(ben.person.receiving_key)
    other = files.unlock(ben.person.uid, PASSPHRASE).agree(ada.person.receiving_key)
    assert one == other
    assert len(one) == 32


def test_a_wrong_passphrase_is_called_so(files: IdentityFiles) -> None:
    card = files.create(name="Ada", initials="A", passphrase=PASSPHRASE)
    with pytest.raises(WrongPassphrase):
        files.unlock(card.person.uid, "correct House")


def test_a_passphrase_is_the_same_however_it_is_composed(files: IdentityFiles) -> None:
    card = files.create(name="Ada", initials="A", passphrase="cafe\u0301 au lait")
    assert files.unlock(card.person.uid, "caf\u00e9 au lait").person == card.person


@pytest.mark.parametrize("passphrase", ["", "1234567", "      1      ", "x" * 2000])
def test_a_passphrase_that_cannot_be_is_refused(files: IdentityFiles, passphrase: str) -> None:
    with pytest.raises(UserFacingError, match="passphrase"):
        files.create(name="Ada", initials="A", passphrase=passphrase)
    assert files.all() == ()


@pytest.mark.parametrize(("name", "initials"), [("", "A"), ("Ada", "  "), ("a" * 300, "A")])
def test_a_name_that_cannot_be_is_refused(files: IdentityFiles, name: str, initials: str) -> None:
    with pytest.raises(UserFacingError):
        files.create(name=name, initials=initials, passphrase=PASSPHRASE)


def test_a_changed_passphrase_keeps_the_keys(files: IdentityFiles) -> None:
    card = files.create(name="Ada", initials="A", passphrase=PASSPHRASE)
    files.change_passphrase(card.person.uid, old=PASSPHRASE, new="another one")
    assert files.unlock(card.person.uid, "another one").person == card.person
    with pytest.raises(WrongPassphrase):
        files.unlock(card.person.uid, PASSPHRASE)


def test_a_passphrase_is_not_changed_without_the_old_one(files: IdentityFiles) -> None:
    card = files.create(name="Ada", initials="A", passphrase=PASSPHRASE)
    with pytest.raises(WrongPassphrase):
        files.change_passphrase(card.person.uid, old="not the old", new="another one")
    assert files.unlock(card.person.uid, PASSPHRASE).person == card.person


def test_neither_keys_nor_passphrase_stand_in_the_file(files: IdentityFiles) -> None:
    card = files.create(name="Ada", initials="A", passphrase=PASSPHRASE)
    assert PASSPHRASE.encode() not in card.path.read_bytes()
    assert "sealed" not in repr(IdentityFile.read(card.path))
    assert PASSPHRASE not in repr(files.unlock(card.person.uid, PASSPHRASE))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights elsewhere")
def test_only_the_owner_may_read_the_file(files: IdentityFiles) -> None:
    card = files.create(name="Ada", initials="A", passphrase=PASSPHRASE)
    assert stat.S_IMODE(card.path.stat().st_mode) == 0o600
    assert [path.name for path in card.path.parent.iterdir()] == ["Ada.fidelity-identity"]


def test_namesakes_get_files_of_their_own(files: IdentityFiles) -> None:
    first = files.create(name="Ada/../x", initials="A", passphrase=PASSPHRASE)
    second = files.create(name="Ada/../x", initials="A", passphrase=PASSPHRASE)
    assert first.path.parent == second.path.parent
    assert first.path != second.path
    assert len(files.all()) == 2


def test_a_file_travels_to_another_computer(files: IdentityFiles, tmp_path: Path) -> None:
    card = files.create(name="Ada", initials="A", passphrase=PASSPHRASE)
    files.export_file(card.person.uid, tmp_path / "stick.fidelity-identity")
    elsewhere = IdentityFiles(tmp_path / "other", cost=CHEAP)
    brought = elsewhere.import_file(tmp_path / "stick.fidelity-identity")
    again = elsewhere.import_file(tmp_path / "stick.fidelity-identity")
    assert brought == again
    assert (brought.person, brought.fingerprint) == (card.person, card.fingerprint)
    assert elsewhere.unlock(card.person.uid, PASSPHRASE).person == card.person


def test_another_file_of_the_same_person_does_not_replace_the_first(files: IdentityFiles, tmp_path: Path) -> None:
    card = files.create(name="Ada", initials="A", passphrase=PASSPHRASE)
    files.export_file(card.person.uid, tmp_path / "old.fidelity-identity")
    files.change_passphrase(card.person.uid, old=PASSPHRASE, new="another one")
    with pytest.raises(UserFacingError, match="already on this computer"):
        files.import_file(tmp_path / "old.fidelity-identity")


@pytest.mark.parametrize(
    "changes",
    [{"name": "Eve"}, {"sealed": "00"}, {"format": "else"}, {"kdf": {"name": "argon2id"}}, {"version": "1"}],
)
def test_damage_is_told_from_a_wrong_passphrase(files: IdentityFiles, changes: dict[str, object]) -> None:
    card = files.create(name="Ada", initials="A", passphrase=PASSPHRASE)
    edit(card.path, **changes)
    assert files.all() == ()
    assert files.damaged() == (card.path,)
    with pytest.raises(UserFacingError, match="damaged") as caught:
        files.unlock(card.person.uid, PASSPHRASE)
    assert not isinstance(caught.value, WrongPassphrase)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b'{"format": "fidelity-identity"}'])
def test_what_is_no_identity_is_not_imported(files: IdentityFiles, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "strange.fidelity-identity"
    path.write_bytes(content)
    with pytest.raises(UserFacingError, match="no identity file"):
        files.import_file(path)


def test_a_later_version_is_called_so(files: IdentityFiles) -> None:
    card = files.create(name="Ada", initials="A", passphrase=PASSPHRASE)
    edit(card.path, version=2)
    with pytest.raises(UserFacingError, match="later version"):
        files.import_file(card.path)


def test_a_missing_file_is_called_so(files: IdentityFiles, tmp_path: Path) -> None:
    with pytest.raises(UserFacingError, match="cannot be read"):
        files.import_file(tmp_path / "nowhere")
    with pytest.raises(UserFacingError, match="not on this computer"):
        files.unlock("no such person", PASSPHRASE)


def test_a_file_cannot_ask_for_more_memory_than_there_is_sense_in() -> None:
    assert KeyCost().bearable
    assert not KeyCost(memory_kib=64 * 1024 * 1024).bearable
    assert not KeyCost(iterations=10_000).bearable


def test_a_name_put_into_the_file_with_a_fresh_checksum_does_not_pass(files: IdentityFiles) -> None:
    card = files.create(name="Ada", initials="A", passphrase=PASSPHRASE)
    file = IdentityFile.read(card.path)
    forged = IdentityFile(
        type(file.person)(file.person.uid, "Eve", "E", file.person.signing_key, file.person.receiving_key),
        file.cost,
        file.salt,
        file.nonce,
        file.sealed,
    )
    card.path.write_bytes(forged.to_bytes())
    with pytest.raises(WrongPassphrase):
        files.unlock(card.person.uid, PASSPHRASE)


def test_a_fingerprint_reads_in_groups_and_covers_both_keys(files: IdentityFiles) -> None:
    card = files.create(name="Ada", initials="A", passphrase=PASSPHRASE)
    assert [len(group) for group in card.fingerprint.split("-")] == [4] * 6
    person = card.person
    swapped = type(person)(person.uid, person.name, person.initials, person.signing_key, bytes(32))
    assert fingerprint(swapped) != card.fingerprint


def test_a_full_disk_leaves_the_old_file(files: IdentityFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno
    import os

    card = files.create(name="Ada", initials="A", passphrase=PASSPHRASE)

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserFacingError, match="disk is full"):
        files.change_passphrase(card.person.uid, old=PASSPHRASE, new="another one")
    assert list(card.path.parent.iterdir()) == [card.path]
    assert files.unlock(card.person.uid, PASSPHRASE).person == card.person
