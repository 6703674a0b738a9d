"""Writes the feedback on one signed rating: saved as one types, the scores propose, the supervisor says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from fidelity_rater.app.bus import Bus
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import NotAllowed
from fidelity_rater.app.feedback.aims import aim_of, next_up, quoted
from fidelity_rater.app.feedback.draft_saver import DraftSaver
from fidelity_rater.app.feedback.models import ChosenItem, Part, ShownFeedback
from fidelity_rater.app.feedback.picture import Standing, picture
from fidelity_rater.app.feedback.proposals import how_scored
from fidelity_rater.app.feedback.replies import replies_of
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.ports.jobs import JobRunner
from fidelity_rater.app.ports.library import Library
from fidelity_rater.app.ports.wall_clock import WallClock
from fidelity_rater.app.rating.desk import RatingDesk
from fidelity_rater.app.saved import SavedState
from fidelity_rater.domain.feedback import MOST_SUGGESTIONS, Feedback, Remark, Reply
from fidelity_rater.domain.people import Person, Role
from fidelity_rater.i18n import tr


@dataclass(frozen=True, slots=True)
class Written:
    """What there is about a rating: its latest feedback, and what came back.

    ``before`` is the feedback on the rating that this one corrects, ``corrected`` whether a signed one corrects this.
    """

    latest: Document | None = None
    before: Feedback | None = None
    replies: tuple[Reply, ...] = ()
    corrected: bool = False


def may_compose(desk: RatingDesk, person: Person) -> bool:
    """Feedback is written on one's own signed rating of somebody else's session, and on none made to calibrate."""
    head = desk.rating.head
    if desk.rating.reference_uid:
        return False
    return desk.state.signed and head.person_uid == person.uid and head.role is not Role.TRAINEE


def read_written(library: Library, rating_uid: str) -> Written:
    """Read what there is about a rating; slow, so in a job."""
    with library.read() as uow:
        head = uow.ratings.get(rating_uid)
        latest = _latest(uow.documents.about(rating_uid, DocumentKind.FEEDBACK))
        before = None
        if head.supersedes_uid:
            before = _latest(uow.documents.about(head.supersedes_uid, DocumentKind.FEEDBACK))
        others = uow.ratings.of_session(head.session_uid)
        return Written(
            latest=latest,
            before=Feedback.from_json(before.body) if before else None,
            replies=replies_of(uow.documents.about(rating_uid, DocumentKind.REPLY_RECEIVED)),
            corrected=any(other.supersedes_uid == rating_uid and other.signed_at for other in others),
        )


def _latest(documents: tuple[Document, ...]) -> Document | None:
    """A draft if there is one, else what was sent last."""
    drafts = tuple(document for document in documents if not document.final)
    return (drafts or documents)[-1] if documents else None


@dataclass(frozen=True, slots=True)
class Removed:
    """A remark that was taken away, and where it stood."""

    part: Part
    at: int
    remark: Remark


class Composer:
    """The feedback on the rating on the desk. Each act changes the draft and has it saved.

    The library holds no draft before the first act. Acts raise ``NotAllowed`` on what has been sent.
    """

    def __init__(
        self,
        desk: RatingDesk,
        written: Written,
        *,
        person: Person,
        library: Library,
        jobs: JobRunner,
        clock: WallClock,
        bus: Bus,
        on_saved: Callable[[SavedState], None] = lambda state: None,
    ) -> None:
        self._desk, self._written, self._person = desk, written, person
        self._clock, self._bus, self._on_saved = clock, bus, on_saved
        self._document = written.latest
        self._feedback = (
            Feedback.from_json(written.latest.body)
            if written.latest
            else Feedback(new_uid(), desk.rating.head.uid, person.uid)
        )
        self._saver = DraftSaver(library, jobs=jobs, clock=clock, changed=self._saved_changed)

    @property
    def feedback(self) -> Feedback:
        return self._feedback

    @property
    def final(self) -> bool:
        """Whether it has been sent, and stays as it is."""
        return self._document is not None and self._document.final

    @property
    def begun(self) -> bool:
        """Whether there is anything of it in the library, or on its way there."""
        return self._document is not None

    @property
    def saved(self) -> SavedState:
        return self._saver.state

    def shown(self) -> ShownFeedback:
        """Everything that the panel shows."""
        return picture(
            self._desk,
            Standing(
                feedback=self._feedback,
                sent=self._document if self.final else None,
                before=self._written.before is not None and not self.begun,
                corrected=self._written.corrected,
                replies=self._written.replies,
            ),
        )

    def chosen(self, item_id: str) -> ChosenItem | None:
        """The item that is chosen on the desk, and whether something is said of it already."""
        if not self._desk.scale.has_item(item_id):
            return None
        item = self._desk.scale.item(item_id)
        return ChosenItem(
            item_id,
            item.label,
            how_scored(self._desk, item),
            is_strength=any(item_id in remark.items for remark in self._feedback.strengths),
            is_suggestion=any(item_id in remark.items for remark in self._feedback.suggestions),
        )

    # Words

    def write_context(self, text: str) -> None:
        self._change(context=text.strip())

    def write_closing(self, text: str) -> None:
        self._change(closing=text.strip())

    def write(self, uid: str, text: str) -> None:
        """Let a remark read so."""
        self._put(uid, lambda remark: replace(remark, text=text.strip()))

    # Remarks

    def add_strength(self, item: str = "") -> str:
        """Begin a strength, tied to an item where one is given; return its uid, or that of the one there is."""
        return self._standing(self._feedback.strengths, item) or self._add(
            Part.STRENGTHS, Remark(new_uid(), items=(item,) if item else ())
        )

    def add_suggestion(self, item: str = "") -> str:
        """Begin something to work on. On an item, the anchor of its next level up is how it begins.

        Raises ``NotAllowed`` where there are as many already as are worked on.
        """
        if found := self._standing(self._feedback.suggestions, item):
            return found
        if len(self._feedback.suggestions) >= MOST_SUGGESTIONS:
            raise NotAllowed(
                tr("There are {n} things to work on already.", n=MOST_SUGGESTIONS),
                tr("More are not worked on: let one of them go first."),
            )
        scale = self._desk.scale
        towards = next_up(scale, self._desk.sheet, scale.item(item)) if scale.has_item(item) else None
        aim = aim_of(scale, towards)
        text = quoted(aim) if aim else ""
        return self._add(Part.SUGGESTIONS, Remark(new_uid(), text, (item,) if item else (), (), towards))

    def _standing(self, remarks: tuple[Remark, ...], item: str) -> str:
        """The remark that an item has already, so that pressing twice makes no two of it."""
        return next((remark.uid for remark in remarks if item and item in remark.items), "")

    def _add(self, part: Part, remark: Remark) -> str:
        self._set(part, (*self._of(part), remark))
        return remark.uid

    def remove(self, uid: str) -> Removed | None:
        """Take a remark away; what is returned puts it back."""
        for part in (Part.STRENGTHS, Part.SUGGESTIONS):
            remarks = self._of(part)
            for at, remark in enumerate(remarks):
                if remark.uid == uid:
                    self._set(part, remarks[:at] + remarks[at + 1 :])
                    return Removed(part, at, remark)
        return None

    def put_back(self, removed: Removed) -> None:
        """Let a removed remark stand again where it stood."""
        remarks = self._of(removed.part)
        full = removed.part is Part.SUGGESTIONS and len(remarks) >= MOST_SUGGESTIONS
        if not full and all(remark.uid != removed.remark.uid for remark in remarks):
            self._set(removed.part, (*remarks[: removed.at], removed.remark, *remarks[removed.at :]))

    def move(self, uid: str, by: int) -> None:
        """Let a remark stand earlier (below 0) or later among its like."""
        for part in (Part.STRENGTHS, Part.SUGGESTIONS):
            remarks = list(self._of(part))
            at = next((i for i, remark in enumerate(remarks) if remark.uid == uid), None)
            if at is None or not 0 <= at + by < len(remarks):
                continue
            remarks.insert(at + by, remarks.pop(at))
            self._set(part, tuple(remarks))

    # What they are tied to

    def tie_item(self, uid: str, item: str) -> None:
        if self._desk.scale.has_item(item):
            self._put(uid, lambda remark: replace(remark, items=tuple(dict.fromkeys((*remark.items, item)))))

    def untie_item(self, uid: str, item: str) -> None:
        """Let an item go; its moments and the level it was to lead to go with it."""

        def without(remark: Remark) -> Remark:
            its = {moment.uid for moment in self._desk.moments.of_item(item)}
            return replace(
                remark,
                items=tuple(tied for tied in remark.items if tied != item),
                moments=tuple(moment for moment in remark.moments if moment not in its),
                towards=None if remark.towards is not None and remark.towards.item == item else remark.towards,
            )

        self._put(uid, without)

    def tie_moment(self, uid: str, moment: str, *, tied: bool) -> None:
        """Let a moment be heard with this remark, or not."""
        if tied and self._desk.moments.get(moment) is None:
            return

        def changed(remark: Remark) -> Remark:
            others = tuple(one for one in remark.moments if one != moment)
            return replace(remark, moments=(*others, moment) if tied else others)

        self._put(uid, changed)

    # Once it has been sent, or the rating corrected

    def carry_over(self) -> None:
        """Begin with what was written on the rating that this one corrects; moments that are gone are left out."""
        before = self._written.before
        if before is None or self.begun:
            return
        self._change(
            context=before.context,
            closing=before.closing,
            strengths=tuple(self._fitting(remark) for remark in before.strengths),
            suggestions=tuple(self._fitting(remark) for remark in before.suggestions),
        )

    def begin_anew(self) -> None:
        """After feedback was sent: a new draft that begins with its words. The one that was sent stays."""
        if self.final:
            self._feedback, self._document = replace(self._feedback, uid=new_uid()), None
            self._save()

    def _fitting(self, remark: Remark) -> Remark:
        """A remark of an earlier rating, tied to what this one has; where its score moved, so does what it leads to."""
        scale, sheet = self._desk.scale, self._desk.sheet
        towards = remark.towards
        if towards is not None:
            towards = next_up(scale, sheet, scale.item(towards.item)) if scale.has_item(towards.item) else None
        return replace(
            remark,
            items=tuple(item for item in remark.items if scale.has_item(item)),
            moments=tuple(uid for uid in remark.moments if self._desk.moments.get(uid) is not None),
            towards=towards,
        )

    # Saving

    def retry_saving(self) -> None:
        self._saver.retry()

    def flush(self) -> None:
        """Have everything on disk before going on. Raises ``UserFacingError`` where that cannot be."""
        self._saver.flush()

    def tidy(self) -> None:
        """Before sending: take away remarks that say nothing and are tied to nothing."""
        kept = {
            part: tuple(r for r in self._of(part) if r.text or r.items or r.moments)
            for part in (Part.STRENGTHS, Part.SUGGESTIONS)
        }
        if self.begun and not self.final:
            self._change(strengths=kept[Part.STRENGTHS], suggestions=kept[Part.SUGGESTIONS])

    def _of(self, part: Part) -> tuple[Remark, ...]:
        return self._feedback.strengths if part is Part.STRENGTHS else self._feedback.suggestions

    def _set(self, part: Part, remarks: tuple[Remark, ...]) -> None:
        self._change(**{part.value: remarks})

    def _put(self, uid: str, change: Callable[[Remark], Remark]) -> None:
        for part in (Part.STRENGTHS, Part.SUGGESTIONS):
            remarks = self._of(part)
            if any(remark.uid == uid for remark in remarks):
                self._set(part, tuple(change(remark) if remark.uid == uid else remark for remark in remarks))

    def _change(self, **fields: object) -> None:
        if self.final:
            raise NotAllowed(tr("This feedback has been sent and stays as it is."), tr("Begin a new one from it."))
        changed = replace(self._feedback, **fields)  # type: ignore[arg-type]
        if changed != self._feedback:
            self._feedback = changed
            self._save()

    def _save(self) -> None:
        now = self._clock.now()
        self._document = Document(
            uid=self._feedback.uid,
            kind=DocumentKind.FEEDBACK,
            about=self._desk.rating.head.uid,
            author_uid=self._person.uid,
            body=self._feedback.as_json(),
            created_at=self._document.created_at if self._document else now,
            changed_at=now,
        )
        self._saver.save(self._document)

    def _saved_changed(self, state: SavedState) -> None:
        self._on_saved(state)
        if state.all_saved and not state.fault:
            self._bus.publish(Changed.FEEDBACK)
