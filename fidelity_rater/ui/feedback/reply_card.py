"""What a trainee has sent back: when it was read, their words, and the scores they see otherwise."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from fidelity_rater.app.feedback.models import ShownContest, ShownReply
from fidelity_rater.i18n import tr
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import Card
from fidelity_rater.ui.widgets.text import label


class ReplyCard(Card):
    """One reply.

    Signals:
        place_played: hear this stretch (recording, start and end in milliseconds).
    """

    place_played = Signal(str, int, int)

    def __init__(self, reply: ShownReply, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.body.setContentsMargins(12, 10, 12, 10)
        self.body.setSpacing(4)
        self.read: QLabel = label(_read_words(reply), "muted", wrap=True)
        self.body.addWidget(self.read)
        if reply.words:
            self.body.addWidget(label(reply.words, wrap=True))
        self.plays: list[TextButton] = []
        for contest in reply.contests:
            self._add_contest(contest)

    def _add_contest(self, contest: ShownContest) -> None:
        self.body.addWidget(label(tr("Sees it otherwise: {score}", score=contest.score), "strong", wrap=True))
        self.body.addWidget(label(contest.reason, wrap=True))
        if not contest.when:
            return
        play = TextButton(tr("Hear {when}", when=contest.when), "link", icon_name="play", parent=self)
        play.setEnabled(contest.playable)
        if not contest.playable:
            play.setToolTip(tr("This recording is not on the desk."))
        place = (contest.recording, contest.start_ms, contest.end_ms)
        play.clicked.connect(lambda: self.place_played.emit(*place))
        self.plays.append(play)
        self.body.addWidget(play, 0, Qt.AlignmentFlag.AlignLeft)


def _read_words(reply: ShownReply) -> str:
    if reply.self_rated:
        return tr("{read}, with a self-rating", read=reply.read)
    return reply.read
