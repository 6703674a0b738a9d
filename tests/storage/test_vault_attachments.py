"""Scans in a real library: opened, checked, backed up and restored as sound is, and gone without a trace."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.documents import Attachment
from fidelity_rater.storage.identity import Unlocked
from fidelity_rater.storage.library import EncryptedLibrary
from fidelity_rater.storage.shelf import FolderShelf
from helpers.libraries import Told, heard, new_identity
from helpers.plain_bytes import assert_nowhere
from storage.stories import uid

SCAN = b"%PDF-1.7 a letter that praises somebody " * 4000


@pytest.fixture
def ada(tmp_path: Path) -> Unlocked:
    return new_identity(tmp_path / "people")


@pytest.fixture
def library(tmp_path: Path, ada: Unlocked) -> Iterator[EncryptedLibrary]:
    made, _ = FolderShelf().create(tmp_path / "Clinic", name="Clinic", identity=ada)
    yield made
    made.close()


def attach(library: EncryptedLibrary) -> Attachment:
    sealed = library.vault.seal(io.BytesIO(SCAN), size=len(SCAN), progress=Told())
    scan = Attachment(uid(), uid(), "praise.pdf", "application/pdf", len(SCAN), datetime.now(UTC))
    with library.work() as work:
        work.attachments.add(scan, sealed)
        work.commit()
    return scan


def remove(library: EncryptedLibrary, scan: Attachment) -> None:
    with library.work() as work:
        work.attachments.remove(scan.uid)
        work.commit()
    library.vault.erase(scan.uid)


def files(library: EncryptedLibrary) -> list[Path]:
    return list((library.info.folder / "vault").iterdir())


def test_a_scan_is_swept_around_backed_up_and_nowhere_in_the_clear(
    library: EncryptedLibrary, ada: Unlocked, tmp_path: Path
) -> None:
    scan, gone = attach(library), attach(library)
    remove(library, gone)
    library.close()
    opened = FolderShelf().open(library.info.folder, ada)
    assert heard(opened, scan.uid) == SCAN
    assert opened.check(Told()) == ()
    (tmp_path / "drive").mkdir()
    backup = opened.back_up(tmp_path / "drive", Told())
    opened.close()
    restored = FolderShelf().open(FolderShelf().restore(backup, tmp_path / "Restored", Told()), ada)
    assert heard(restored, scan.uid) == SCAN
    assert len(files(restored)) == 1
    with restored.read() as work:
        assert work.attachments.of(scan.about) == (scan,)
        assert work.attachments.get(gone.uid) is None
    restored.close()
    assert_nowhere(tmp_path, [SCAN[:30], "praise.pdf"])


def test_a_removed_scan_cannot_be_opened_and_no_kept_copy_holds_its_key(library: EncryptedLibrary) -> None:
    scan = attach(library)
    first = library.back_up_automatically(Told())
    assert first is not None
    with pytest.raises(RuntimeError, match="key is destroyed first"):
        library.vault.erase(scan.uid)
    remove(library, scan)
    assert not first.exists(), "it was renewed"
    assert files(library) == []
    with pytest.raises(UserFacingError, match="scan was deleted"):
        library.vault.open(scan.uid)
    assert (library.info.folder / "library.db-wal").stat().st_size == 0


def test_the_check_tells_of_a_damaged_scan(library: EncryptedLibrary) -> None:
    scan = attach(library)
    (path,) = files(library)
    data = bytearray(path.read_bytes())
    data[-100] ^= 1
    path.write_bytes(data)
    (finding,) = library.check(Told())
    assert "scan is damaged" in finding
    assert scan.uid[:8] in finding
    path.unlink()
    with pytest.raises(UserFacingError, match="scan is damaged or missing"):
        library.vault.open(scan.uid)
