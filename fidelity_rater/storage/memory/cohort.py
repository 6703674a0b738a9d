"""A cohort's counts from a library in memory, rating by rating."""

from __future__ import annotations

import struct
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from fidelity_rater.app.ports.cohort import CohortCounts, CohortRequest, CohortStock, CohortTherapist
from fidelity_rater.app.ports.library import RatingHead
from fidelity_rater.domain.caseload import Session, Therapist
from fidelity_rater.domain.scoring.packed import LEAST, OPEN
from fidelity_rater.storage.memory.contents import Contents

Block = tuple[int, ...]
Rated = tuple[Therapist, Session, Block]


def cohort_stock(contents: Contents) -> tuple[CohortStock, ...]:
    counted: Counter[CohortStock] = Counter()
    for head, _, _ in _in_use(contents):
        cover = contents.covers[head.uid]
        areas = tuple(cover["focal_areas"])
        counted[CohortStock(head.scale_sha256, head.role, head.purpose, cover["phase"], areas, ratings=0)] += 1
    return tuple(replace(kind, ratings=ratings) for kind, ratings in counted.items())


def cohort_counts(contents: Contents, request: CohortRequest) -> CohortCounts:
    rated = [found for found in _in_use(contents) if _is_asked(contents, found, request)]
    blocks = [(owner, session, _block(contents.packed[head.uid], request)) for head, owner, session in rated]
    therapists: dict[str, list[Rated]] = defaultdict(list)
    sessions: dict[str, list[Block]] = defaultdict(list)
    for found in blocks:
        therapists[found[0].code].append(found)
        sessions[found[1].uid].append(found[2])
    cells = range(len(request.cells))
    spans = [_spans(sessions.values(), cell) for cell in cells]
    return CohortCounts(
        ratings=len(blocks),
        sessions=len(sessions),
        therapists=tuple(_therapist(found, cells) for _, found in sorted(therapists.items())),
        answers=tuple(Counter(block[cell] for _, _, block in blocks if block[cell] != OPEN) for cell in cells),
        compared=tuple(len(found) for found in spans),
        apart=tuple(sum(found) for found in spans),
    )


def _in_use(contents: Contents) -> Iterator[tuple[RatingHead, Therapist, Session]]:
    heads = contents.heads.values()
    left_out = {head.supersedes_uid for head in heads if head.signed_at is not None} | contents.calibrations()
    for head in heads:
        session = contents.sessions[head.session_uid]
        owner = contents.therapists[contents.cases[session.case_uid].therapist_uid]
        in_use = not session.archived and not owner.archived
        if in_use and head.signed_at is not None and head.uid not in left_out and head.uid in contents.packed:
            yield head, owner, session


def _is_asked(contents: Contents, found: tuple[RatingHead, Therapist, Session], request: CohortRequest) -> bool:
    head, _, session = found
    cover, day = contents.covers[head.uid], session.held_on
    return (
        head.scale_sha256 in request.scales
        and head.uid not in request.without
        and head.role in request.roles
        and head.purpose is request.purpose
        and len(contents.packed[head.uid]) == 2 * request.width
        and (not request.phases or cover["phase"] in request.phases)
        and (not request.focal_areas or bool(request.focal_areas.intersection(cover["focal_areas"])))
        and (request.since is None or (day is not None and day >= request.since))
        and (request.until is None or (day is not None and day <= request.until))
    )


def _block(packed: bytes, request: CohortRequest) -> Block:
    whole = struct.unpack(f"<{request.width}h", packed)
    return tuple(whole[cell] for cell in request.cells)


def _therapist(found: list[Rated], cells: range) -> CohortTherapist:
    owner = found[0][0]
    numbers = [[block[cell] for _, _, block in found if block[cell] >= LEAST] for cell in cells]
    counted, sums = tuple(map(len, numbers)), tuple(map(sum, numbers))
    return CohortTherapist(owner.uid, owner.code, len(found), counted, sums)


def _spans(sessions: Iterable[list[Block]], cell: int) -> list[int]:
    """How far apart the numbers of a session lie, where there is more than one."""
    of_session = ([block[cell] for block in blocks if block[cell] >= LEAST] for blocks in sessions)
    return list(chain.from_iterable([max(found) - min(found)] for found in of_session if len(found) > 1))
