"""Repeat a draw from its facts alone, as somebody does who has the page and no library."""

from __future__ import annotations

import json
import re
from typing import Final

from fidelity_rater.app.assigning.models import Repetition
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.domain.drawing import RULE, Candidate, Draw, drawn, rank
from fidelity_rater.i18n import tr, tr_n

HEAD: Final = re.compile(r'^fidelity-draw (\d{1,4}) quota (\d{1,6}) seed (".*")\s*$', re.MULTILINE)
LINE: Final = re.compile(
    r"^([* ]) ([0-9a-f]{64}) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?: (.*?))?\s*$", re.MULTILINE
)
LONGEST: Final = 20_000_000


def listed(draw: Draw) -> str:
    """A draw for programs: its rule, quota and seed, then a line for every session, ``*`` where it was drawn."""
    chosen = set(draw.chosen)
    ranked = sorted((" / ".join(each.stratum), rank(draw.seed, each.uid), each.uid) for each in draw.frame)
    head = f"fidelity-draw {draw.rule} quota {draw.quota} seed {json.dumps(draw.seed, ensure_ascii=False)}"
    lines = (f"{'*' if uid in chosen else ' '} {place} {uid} {stratum}".rstrip() for stratum, place, uid in ranked)
    return "\n".join((head, *lines))


def check_facts(text: str) -> Repetition:
    """Draw again from a page of facts. Raises ``UserFacingError`` where it is none."""
    heads, lines = HEAD.findall(text[:LONGEST]), LINE.findall(text[:LONGEST])
    if len(heads) != 1 or not lines or len({uid for _, _, uid, _ in lines}) < len(lines):
        raise UserFacingError(
            tr("These are not the facts of one draw."), tr("Copy them whole, with “Copy its facts” beside the draw.")
        )
    ((rule, quota, seed),) = heads
    if int(rule) != RULE:
        raise UserFacingError(tr("A later version of the app made this draw; this one cannot repeat it."))
    try:
        read = str(json.loads(seed))
    except ValueError:
        raise UserFacingError(tr("The seed in these facts cannot be read.")) from None
    frame = [Candidate(uid, (stratum,)) for _, _, uid, stratum in lines]
    again = set(drawn(frame, seed=read, quota=int(quota)))
    told = {uid for star, _, uid, _ in lines if star == "*"}
    wrong = [uid for _, given, uid, _ in lines if given != rank(read, uid)]
    return _told(again, told, wrong)


def _told(again: set[str], told: set[str], wrong: list[str]) -> Repetition:
    missing, extra = tuple(sorted(again - told)), tuple(sorted(told - again))
    if not (missing or extra or wrong):
        n = len(again)
        return Repetition(True, tr_n("Repeated: the same recording.", "Repeated: the same {n} recordings.", n))
    parts = [tr("should have been drawn, and was not: {places}", places=uid) for uid in missing]
    parts += [tr("was not drawn by this seed: {places}", places=uid) for uid in extra]
    parts += [tr("has another rank by this seed: {uid}", uid=uid) for uid in wrong]
    return Repetition(False, tr("Repeated, it differs: {how}.", how="; ".join(parts)), missing, extra)
