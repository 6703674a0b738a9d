"""Scans of papers and forms: sealed in the vault, shown from memory, written out only where a person asks."""

from __future__ import annotations

import io
import os
from pathlib import Path

from fidelity_rater.app.bus import Bus
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.plain_files import opened, put_whole, state_of
from fidelity_rater.app.ports.documents import Attachment
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.library import Library
from fidelity_rater.app.ports.wall_clock import WallClock
from fidelity_rater.app.scan_kinds import ENDINGS, LARGEST, LONGEST_NAME, PICTURES, fits_a_file, kind_of
from fidelity_rater.i18n import tr

__all__ = ["ENDINGS", "LARGEST", "LONGEST_NAME", "PICTURES", "Scans", "kind_of", "suggested_name"]


class Scans:
    """The files that hang on the entries of a log. Every method may be slow and belongs in a job."""

    def __init__(self, library: Library, *, clock: WallClock, bus: Bus) -> None:
        self._library, self._clock, self._bus = library, clock, bus

    def of(self, record_uid: str) -> tuple[Attachment, ...]:
        """Oldest first."""
        with self._library.read() as uow:
            return uow.attachments.of(record_uid)

    def attach(self, record_uid: str, path: Path, progress: Progress) -> Attachment:
        """Seal a copy of a file and hang it on a record; the original stays as it is.

        Raises ``Cancelled`` or ``UserFacingError``; then nothing of it is left in the library.
        """
        data = _bytes_of(path)
        kind = kind_of(data)
        if kind is None:
            raise UserFacingError(
                tr("This file is neither a PDF nor a PNG or JPEG picture."), tr("Scan it as one of these.")
            )
        sealed = self._library.vault.seal(io.BytesIO(data), size=len(data), progress=progress)
        attachment = Attachment(new_uid(), record_uid, _name_of(path), kind, len(data), self._clock.now())
        try:
            with self._library.work() as uow:
                if uow.documents.get(record_uid) is None:
                    raise UserFacingError(tr("The entry that this scan belongs to is not there any more."))
                uow.attachments.add(attachment, sealed)
                uow.commit()
        except BaseException:
            self._library.vault.discard(sealed)
            raise
        self._bus.publish(Changed.TRAINING)
        return attachment

    def bytes_of(self, uid: str) -> bytes:
        """A scan in the clear, in memory. Raises ``UserFacingError`` when it is gone or damaged."""
        with self._library.vault.open(uid).open() as reader:
            return reader.read()

    def save_copy(self, uid: str, path: Path) -> Path:
        """Write a scan out where a person wants it; whole, or not at all. Return the place."""
        data = self.bytes_of(uid)
        if _inside(path, self._library.info.folder):
            raise UserFacingError(
                tr("A copy in the clear does not belong into the library's own folder."), tr("Choose another folder.")
            )
        try:
            put_whole(data, path)
        except OSError:
            raise UserFacingError(
                tr("The copy could not be saved there."), tr("Choose another folder, or free some space.")
            ) from None
        return path

    def remove(self, uid: str) -> None:
        """Destroy a scan; it cannot be brought back."""
        with self._library.work() as uow:
            uow.attachments.remove(uid)
            uow.commit()
        self._erase(uid)

    def remove_with(self, record_uid: str) -> None:
        """Take a record away together with its scans, in one step that cannot be undone."""
        with self._library.work() as uow:
            gone = uow.attachments.of(record_uid)
            for each in gone:
                uow.attachments.remove(each.uid)
            uow.documents.remove(record_uid)
            uow.commit()
        self._erase(*(each.uid for each in gone))

    def _erase(self, *uids: str) -> None:
        # The keys are destroyed by now, whatever becomes of the files.
        self._bus.publish(Changed.TRAINING)
        for uid in uids:
            self._library.vault.erase(uid)


def suggested_name(attachment: Attachment) -> str:
    """A file name for a copy, with the ending that its kind has."""
    ending = ENDINGS.get(attachment.media_type, "")
    name = attachment.name
    known = {ending, ".jpeg"} if ending == ".jpg" else {ending}
    return name if Path(name).suffix.lower() in known else f"{name}{ending}"


def _bytes_of(path: Path) -> bytes:
    if os.path.exists(path) and not os.path.isfile(path):  # noqa: PTH110, PTH113 - never raise
        raise UserFacingError(tr("This is a folder or a device, not a scan."), tr("Choose the file inside it."))
    with opened(path) as file:
        if state_of(file)[0] > LARGEST:
            raise UserFacingError(
                tr("The file is larger than {n} MB, too large for a scan.", n=LARGEST // 2**20),
                tr("Scan it with a lower resolution, or page by page."),
            )
        try:
            data = file.read(LARGEST + 1)
        except OSError:
            raise UserFacingError(
                tr("The file could not be read to its end."),
                tr("Check that its drive is still connected, then try again."),
            ) from None
    if not data:
        raise UserFacingError(tr("The file is empty."), tr("Scan it again."))
    return data


def _name_of(path: Path) -> str:
    name = "".join(char if fits_a_file(char) else "_" for char in path.name)
    stem, ending = os.path.splitext(name)  # noqa: PTH122 - a text by now
    return stem[: LONGEST_NAME - len(ending)] + ending[:LONGEST_NAME]


def _inside(path: Path, folder: Path) -> bool:
    return path.absolute().resolve().is_relative_to(folder.absolute().resolve())
