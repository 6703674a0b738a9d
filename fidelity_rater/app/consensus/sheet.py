"""What the consensus screen shows, made from the table that it is agreed on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fidelity_rater.app import labels
from fidelity_rater.app.consensus.answers import Cell, choices_of, key_of, said_words, words_of
from fidelity_rater.app.consensus.models import AgreedRow, AgreedSheet, EvidenceLine, OpenLine, RaterColumn
from fidelity_rater.app.consensus.originals import SealedRating, blind_words
from fidelity_rater.app.consensus.table import AgreementTable
from fidelity_rater.app.spoken_time import day_and_time
from fidelity_rater.i18n import tr, tr_n


@dataclass(frozen=True, slots=True)
class Around:
    """What a table does not know of itself: where its session is, and what has changed since."""

    label: str
    kind: str
    cautions: tuple[str, ...] = ()
    signed: str = ""


def sheet_of(table: AgreementTable, around: Around) -> AgreedSheet:
    """Everything that is shown, but the moments of a row: those are asked for row by row."""
    consensus = table.consensus
    rows = tuple(_row(table, cell) for cell in table.cells)
    phases = tuple(dict.fromkeys(one.state.phase for one in table.originals))
    owed = [row for row in rows if row.owed and not row.closed]
    return AgreedSheet(
        uid=consensus.uid,
        session_uid=consensus.session_uid,
        label=around.label,
        kind=around.kind,
        notice=table.scale.notice,
        columns=tuple(_column(one) for one in table.originals),
        rows=rows,
        phases=tuple((phase, labels.phase(phase)) for phase in phases) if len(phases) > 1 else (),
        phase=consensus.phase,
        phase_words=labels.phase(consensus.phase),
        words=consensus.words,
        editable=table.editable,
        signed=around.signed,
        cautions=around.cautions,
        missing=missing(rows),
        waiting=len(table.waiting()) if table.editable else 0,
        agreed=sum(bool(row.agreed) for row in owed),
        owed=len(owed),
        can_undo=table.can_undo,
    )


def missing(rows: tuple[AgreedRow, ...]) -> tuple[OpenLine, ...]:
    """What is left before signing, what blocks first."""
    found: list[OpenLine] = []
    unconfirmed = [row for row in rows if row.owed and row.unanimous and not row.agreed and not row.closed]
    if unconfirmed:
        words = tr_n(
            "{n} answer that all gave alike is not confirmed yet.",
            "{n} answers that all gave alike are not confirmed yet.",
            len(unconfirmed),
        )
        found.append(OpenLine(words, unconfirmed[0].item, unconfirmed[0].dimension))
    for row in rows:
        place = {"item": row.label, "dimension": row.dimension_name}
        if row.owed and not row.unanimous and not row.agreed and not row.closed:
            words = tr("“{item}”, {dimension}: not agreed yet.", **place)
            found.append(OpenLine(words, row.item, row.dimension))
        elif row.agreed and row.reason_wanted and not row.reason:
            words = tr("“{item}”, {dimension}: the reason is missing.", **place)
            found.append(OpenLine(words, row.item, row.dimension))
    left = [row for row in rows if not row.owed and not row.agreed and not row.closed]
    if left:
        words = tr_n(
            "{n} answer that not everybody gave stays open.",
            "{n} answers that not everybody gave stay open.",
            len(left),
        )
        found.append(OpenLine(words, left[0].item, left[0].dimension, blocking=False))
    return tuple(found)


def evidence_of(table: AgreementTable, item: str) -> tuple[EvidenceLine, ...]:
    """The originals' moments of an item, in the order of their sound."""
    adopted = {moment.uid for moment in table.consensus.moments}
    found = [(one.head.uid, one.person.initials, moment) for one, moment in table.moments.values()]
    # Of a consensus that came without its ratings, its own moments can at least be told.
    found += [("", tr("Consensus"), one) for one in table.consensus.moments if one.uid not in table.moments]
    found = [each for each in found if each[2].item == item]
    found.sort(key=lambda each: (each[2].recording_uid, each[2].start_ms, each[2].uid))
    return tuple(
        EvidenceLine(
            uid=moment.uid,
            rating_uid=rating_uid,
            initials=initials,
            item=item,
            start_ms=moment.start_ms,
            end_ms=moment.end_ms,
            bearing=str(moment.bearing),
            note=moment.note,
            part=moment.recording_uid,
            adopted=moment.uid in adopted,
        )
        for rating_uid, initials, moment in found
    )


def notes_of(table: AgreementTable, item: str) -> Mapping[str, str]:
    """What each rater noted on an item, by initials."""
    noted = ((one.person.initials, one.state.note(item)) for one in table.originals)
    return {initials: note for initials, note in noted if note}


def _row(table: AgreementTable, cell: Cell) -> AgreedRow:
    scale, agreed = table.scale, table.agreed.get(cell.key)
    groups = {group.id: group.name for group in scale.groups}
    return AgreedRow(
        item=cell.item.id,
        label=cell.item.label,
        group=groups[cell.item.group],
        dimension=cell.dimension.id,
        dimension_name=cell.dimension.name,
        hue=cell.dimension.hue,
        said=said_words(scale, cell),
        choices=choices_of(scale, cell, phase=table.consensus.phase),
        unanimous=cell.unanimous,
        owed=cell.owed,
        apart=cell.apart,
        agreed=key_of(agreed.score) if agreed else "",
        agreed_words=words_of(scale, cell.dimension, agreed.score) if agreed else "",
        agreed_value=agreed.score.value if agreed else None,
        reason=agreed.reason if agreed else "",
        reason_wanted=agreed is not None and table.wants_reason(cell, agreed.score),
        closed=table.closed(cell),
    )


def _column(one: SealedRating) -> RaterColumn:
    head = one.head
    assert head.signed_at is not None
    blind, why = blind_words(one.blind)
    corrected = (tr("{initials} has corrected the rating since.", initials=one.person.initials),)
    return RaterColumn(
        rating_uid=head.uid,
        person_uid=one.person.uid,
        initials=one.person.initials,
        role=labels.role(head.role),
        signed=tr("signed {time}", time=day_and_time(head.signed_at)),
        blind=blind,
        blind_why=why,
        note=one.state.note(None),
        cautions=corrected if one.superseded else (),
    )
