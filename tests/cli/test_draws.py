"""The command ``draw check``."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from cli.answers import Run
from fidelity_rater.app.assigning.checking import listed
from fidelity_rater.domain.drawing import Candidate, Draw, Strata, Within, drawn
from fidelity_rater.domain.people import Purpose, Role

SEED = 'dice "3 5 1", Käse'
FRAME = tuple(Candidate(str(uuid.UUID(int=n)), ("phase:middle",) if n % 2 else ()) for n in range(9))
DRAW = Draw(
    uid="d",
    author_uid="p",
    drawn_at=datetime(2026, 3, 2, tzinfo=UTC),
    purpose=Purpose.SUMMATIVE,
    role=Role.PANEL,
    within=Within.ALL,
    strata=Strata.PHASE,
    quota=2,
    seed=SEED,
    typed=True,
    frame=FRAME,
    chosen=drawn(FRAME, seed=SEED, quota=2),
)


def facts(folder: Path, text: str) -> Path:
    path = folder / "facts.txt"
    path.write_text(f"Draw 1\nSeed: …\n\n{text}\n", encoding="utf-8")
    return path


def test_a_page_of_facts_repeats_without_a_library(run: Run, tmp_path: Path) -> None:
    told = run("draw", "check", facts(tmp_path, listed(DRAW)))
    assert (told.code, told.out) == (0, "Repeated: the same 4 recordings.\n")


def test_what_was_exchanged_is_told(run: Run, tmp_path: Path) -> None:
    other = next(each.uid for each in FRAME if each.uid not in DRAW.chosen and each.stratum == ())
    given = next(uid for uid in DRAW.chosen if Candidate(uid) in FRAME)
    forged = replace(DRAW, chosen=(other, *(uid for uid in DRAW.chosen if uid != given)))
    told = run("draw", "check", facts(tmp_path, listed(forged)))
    assert told.code == 1
    assert f"should have been drawn, and was not: {given}" in told.out
    assert f"was not drawn by this seed: {other}" in told.out
    changed = listed(DRAW).replace('"3 5 1', '"3 5 2')
    assert run("draw", "check", facts(tmp_path, changed.replace('dice \\"3 5 1', 'dice \\"3 5 2'))).code == 1


def test_what_is_no_draw_is_said(run: Run, tmp_path: Path) -> None:
    whole = listed(DRAW)
    for wrong in ("nothing", whole + "\n" + whole, whole.splitlines()[0], "\n".join(whole.splitlines()[1:])):
        assert "not the facts of one draw" in run("draw", "check", facts(tmp_path, wrong)).refused
    later = whole.replace("fidelity-draw 1", "fidelity-draw 2")
    assert "later version" in run("draw", "check", facts(tmp_path, later)).refused
    assert run("draw", "check", tmp_path / "gone.txt").refused.startswith("The facts cannot be read.")
