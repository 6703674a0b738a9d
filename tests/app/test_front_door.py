"""The start screen's work: people and libraries are let in, and wrong ones are told so."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from fidelity_rater.app.errors import UserFacingError, WrongPassphrase
from fidelity_rater.app.front_door import FrontDoor
from fidelity_rater.app.settings import MOST_RECENT, remembered
from fidelity_rater.app.silent import SilentProgress
from fidelity_rater.storage.identity import IdentityFiles
from fidelity_rater.storage.settings_file import SettingsFile
from fidelity_rater.storage.shelf import FolderShelf
from helpers.libraries import CHEAP, PASSPHRASE


@pytest.fixture
def door(tmp_path: Path) -> FrontDoor:
    return FrontDoor(
        identities=IdentityFiles(tmp_path / "identities", cost=CHEAP),
        shelf=FolderShelf(),
        settings=SettingsFile(tmp_path / "settings.json"),
        libraries_folder=tmp_path / "libraries",
    )


def introduced(door: FrontDoor, name: str = "Ada Example", initials: str = "AE") -> str:
    return door.introduce(name=name, initials=initials, passphrase=PASSPHRASE).person.uid


def test_a_person_is_introduced_with_clean_name_and_initials(door: FrontDoor) -> None:
    card = door.introduce(name="  Ada   Example ", initials=" a e", passphrase=PASSPHRASE)
    assert (card.person.name, card.person.initials) == ("Ada Example", "AE")
    assert [known.person for known in door.people()] == [card.person]


@pytest.mark.parametrize(
    ("name", "initials"), [("", "AE"), ("   ", "AE"), ("Ada", ""), ("Ada", "A1"), ("Ada", "ABCDEF")]
)
def test_a_person_without_name_or_initials_is_not_made(door: FrontDoor, name: str, initials: str) -> None:
    with pytest.raises(UserFacingError, match="Please type"):
        door.introduce(name=name, initials=initials, passphrase=PASSPHRASE)
    assert door.people() == ()


def test_the_last_person_comes_first(door: FrontDoor) -> None:
    introduced(door)
    zoe = introduced(door, "Zoe Other", "ZO")
    assert [card.person.initials for card in door.people()] == ["AE", "ZO"]
    with pytest.raises(WrongPassphrase):
        door.unlock(zoe, "something else")
    assert [card.person.initials for card in door.people()] == ["AE", "ZO"]
    door.unlock(zoe, PASSPHRASE)
    assert [card.person.initials for card in door.people()] == ["ZO", "AE"]


def test_an_identity_travels(door: FrontDoor, tmp_path: Path) -> None:
    uid = introduced(door)
    door.change_passphrase(uid, old=PASSPHRASE, new="a better battery staple")
    door.save_identity_as(uid, tmp_path / "ada.id")
    elsewhere = FrontDoor(
        identities=IdentityFiles(tmp_path / "elsewhere", cost=CHEAP),
        shelf=FolderShelf(),
        settings=SettingsFile(tmp_path / "other.json"),
        libraries_folder=tmp_path,
    )
    assert elsewhere.bring_identity(tmp_path / "ada.id").person.uid == uid
    assert elsewhere.unlock(uid, "a better battery staple").person.uid == uid


def test_a_library_is_made_opened_remembered_and_forgotten(door: FrontDoor) -> None:
    ada = door.unlock(introduced(door), PASSPHRASE)
    folder = door.folder_for("  Our   clinic ")
    assert folder == door.libraries_folder / "Our clinic.fidelity"
    made = door.create(folder, ada)
    assert made.library.info.name == "Our clinic"
    assert made.recovery_key
    made.library.close()
    (recent,) = door.recent()
    assert (recent.folder, recent.name, recent.missing) == (folder, "Our clinic", False)
    door.open(folder, ada).close()
    ben = door.unlock(introduced(door, "Ben Other", "BO"), PASSPHRASE)
    with pytest.raises(UserFacingError):
        door.open(folder, ben)
    door.open_with_recovery_key(folder, made.recovery_key, ben).close()
    door.open(folder, ben).close()
    door.forget(folder)
    assert door.recent() == ()
    assert folder.exists()


def test_a_library_that_is_not_there_any_more_is_listed_as_missing(door: FrontDoor) -> None:
    ada = door.unlock(introduced(door), PASSPHRASE)
    folder = door.folder_for("A")
    door.create(folder, ada).library.close()
    folder.rename(folder.with_name("Elsewhere.fidelity"))
    assert [(recent.name, recent.missing) for recent in door.recent()] == [("A", True)]
    with pytest.raises(UserFacingError):
        door.open(folder, ada)


def test_a_drive_that_does_not_answer_keeps_nobody_out(door: FrontDoor, monkeypatch: pytest.MonkeyPatch) -> None:
    door.create(door.folder_for("A"), door.unlock(introduced(door), PASSPHRASE)).library.close()

    def refuse(path: Path, **_: object) -> None:
        raise PermissionError(13, "refused", str(path))

    monkeypatch.setattr(os, "stat", refuse)
    assert [recent.missing for recent in door.recent()] == [True]


def test_a_backup_comes_back_as_a_library_of_its_own(door: FrontDoor, tmp_path: Path) -> None:
    ada = door.unlock(introduced(door), PASSPHRASE)
    made = door.create(door.folder_for("A"), ada)
    stick = tmp_path / "stick"
    stick.mkdir()
    backup = made.library.back_up(stick, SilentProgress())
    made.library.close()
    restored = door.restore(backup, door.folder_for("A again"), SilentProgress())
    library = door.open(restored, ada)
    assert library.info.uid == made.library.info.uid
    library.close()
    with pytest.raises(UserFacingError):
        door.restore(backup, door.folder_for("A again"), SilentProgress())


@pytest.mark.parametrize("name", ["", "  ", "a/b", "a\\b", ".hidden", "a:b", "x" * 61, "a\x07b"])
def test_a_name_that_cannot_be_a_folder_is_refused(door: FrontDoor, name: str) -> None:
    with pytest.raises(UserFacingError, match="cannot be a library's"):
        door.folder_for(name)


def test_the_most_recent_libraries_come_first_and_once() -> None:
    folders: tuple[Path, ...] = ()
    for number in range(MOST_RECENT + 3):
        folders = remembered(folders, Path(str(number)))
    folders = remembered(folders, Path("5"))
    assert folders[0] == Path("5")
    assert len(folders) == len(set(folders)) == MOST_RECENT
