"""What is said when no sound comes, and what to do about it."""

from __future__ import annotations

from fidelity_rater.app.ports.sound import PlayerFault
from fidelity_rater.i18n import tr


def fault_sentence(fault: PlayerFault | None) -> str:
    """The sentence for a fault; empty where there is none."""
    match fault:
        case None:
            return ""
        case PlayerFault.NO_ENGINE:
            return tr(
                "The sound engine VLC is not on this computer, so nothing plays. Install VLC (on Debian and Ubuntu the "
                "packages libvlc5 and vlc-plugin-base), then try again. You can still score, and see everything."
            )
        case PlayerFault.NO_SOUND_DEVICE:
            return tr(
                "This computer has no sound output, so nothing can be heard. Connect headphones or loudspeakers, then "
                "try again. You can still score."
            )
        case PlayerFault.UNPLAYABLE:
            return tr("The sound engine cannot play this recording. Import it again from another format.")
        case PlayerFault.SOURCE_FAILED:
            return tr(
                "The recording could not be read from the library. In the caseload, choose the recording and bring its "
                "sound back from the original file; or restore a backup of the library."
            )
