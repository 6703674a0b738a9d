"""What has come back on feedback, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import chain

from fidelity_rater.app.feedback.models import ShownContest, ShownReflection, ShownReply
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.ports.library import Library
from fidelity_rater.app.spoken_time import day_and_time, media_time
from fidelity_rater.domain.feedback import Contest, Reply
from fidelity_rater.i18n import tr
from fidelity_rater.scales.model import Scale


def came_in(library: Library) -> frozenset[tuple[str, str]]:
    """What has come from therapists up to now, to tell whether more has come since: uids, each with its package's."""
    with library.read() as uow:
        kinds = (DocumentKind.REPLY_RECEIVED, DocumentKind.LISTEN_HERE)
        return frozenset((one.uid, one.package_uid) for kind in kinds for one in uow.documents.of_kind(kind))


def replies_of(documents: Iterable[Document]) -> tuple[Reply, ...]:
    return tuple(Reply.from_json(document.body) for document in documents)


def shown_reply(reply: Reply, scale: Scale, *, playable: Collection[str] = ()) -> ShownReply:
    """A reply as it is shown; ``playable`` are the recordings that can be heard here."""
    return ShownReply(
        read=tr("Read {when}", when=day_and_time(reply.read_at)),
        words=reply.words,
        contests=tuple(_contest(contest, scale, playable) for contest in reply.contests),
        self_rated=bool(reply.self_rating_uid),
    )


def _contest(contest: Contest, scale: Scale, playable: Collection[str]) -> ShownContest:
    item = scale.item(contest.item).label if scale.has_item(contest.item) else contest.item
    named = next((d.name for d in scale.dimensions if d.id == contest.dimension), contest.dimension)
    when = span_words(contest.start_ms, contest.end_ms) if contest.recording_uid else ""
    return ShownContest(
        score=tr("{item}, {dimension}", item=item, dimension=named) if named else item,
        reason=contest.reason,
        when=when,
        recording=contest.recording_uid,
        start_ms=contest.start_ms,
        end_ms=contest.end_ms,
        playable=bool(when) and contest.recording_uid in playable,
    )


def reflections_on(suggestion: str, replies: Sequence[Reply]) -> tuple[ShownReflection, ...]:
    """What was answered to one suggestion, the first answer first."""
    answered = chain.from_iterable(reply.reflections for reply in replies)
    return tuple(
        ShownReflection(one.thought, one.step)
        for one in answered
        if one.suggestion_uid == suggestion and (one.thought or one.step)
    )


def span_words(start_ms: int, end_ms: int) -> str:
    return tr("{start}–{end}", start=media_time(start_ms), end=media_time(end_ms))
