"""What a library refuses about ratings, in sentences; every adapter says the same."""

from __future__ import annotations

from fidelity_rater.app.errors import LibraryInUse, NotAllowed, UserFacingError
from fidelity_rater.i18n import tr


def signed() -> NotAllowed:
    return NotAllowed(tr("A signed rating cannot be changed."), tr("Correct it with a new rating instead."))


def moved_on() -> LibraryInUse:
    return LibraryInUse(tr("This rating has been changed in another window."), tr("Open it again to go on."))


def sound_deleted() -> NotAllowed:
    return NotAllowed(tr("This recording was deleted. Its scores are kept."))


def other_sound() -> UserFacingError:
    return UserFacingError(
        tr("This is not the file that the recording was imported from."),
        tr("Choose the original; it may have another name now, but nothing in it may have changed."),
    )


def holds_work() -> NotAllowed:
    return NotAllowed(tr("Only a rating that holds nothing yet can be discarded."))


def already_rated() -> UserFacingError:
    return UserFacingError(
        tr("You already have a rating of this session on this scale for this purpose."),
        tr("Go on with that one, or correct it once it is signed."),
    )


def already_corrected() -> UserFacingError:
    return UserFacingError(tr("A correction of this rating has already been begun."), tr("Go on with that one."))


def not_signed() -> NotAllowed:
    return NotAllowed(tr("This rating is not signed yet."), tr("Simply change it; only a signed one is corrected."))


def no_reason() -> NotAllowed:
    return NotAllowed(tr("A correction needs a reason."), tr("Write why the signed rating is being corrected."))


def document_final() -> NotAllowed:
    return NotAllowed(tr("What was sent, or came from outside, stays as it is."), tr("Write something new instead."))


def stands_for_another() -> UserFacingError:
    return UserFacingError(
        tr("This is already known here as something else."), tr("Choose what it was taken for the first time.")
    )
