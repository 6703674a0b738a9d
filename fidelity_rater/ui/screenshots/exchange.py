"""A session is sent in, rated, answered with feedback, read, and replied to: by real packages between two homes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fidelity_rater.ui.screenshots.pair import open_pair
from fidelity_rater.ui.screenshots.reading import door_scenes, read_earlier, reply_sent_scenes
from fidelity_rater.ui.screenshots.sending_in import newcomer_scenes, submission_scenes
from fidelity_rater.ui.screenshots.stage import Stage
from fidelity_rater.ui.screenshots.supervising import (
    feedback_scenes,
    rating_scenes,
    reply_scenes,
    submission_taken_scenes,
)


def exchange_scenes(stage: Stage) -> Iterator[Path]:
    with open_pair(stage) as pair:
        session, feedback, reply = (pair.post / f"{name}.fidpkg" for name in ("session", "feedback", "reply"))
        yield from newcomer_scenes(pair)
        yield from submission_scenes(pair, session)
        yield from submission_taken_scenes(pair, session)
        yield from rating_scenes(pair)
        read_earlier(pair)
        yield from feedback_scenes(pair, feedback)
        yield from door_scenes(pair, feedback)
        yield from reply_sent_scenes(pair, reply)
        yield from reply_scenes(pair, reply)
