"""Reports from asked to saved: of ratings in a library of 96,000, and of the demo's fullest rating.

    python benchmarks/reports.py FOLDER [--rounds 10]

The large library is made on the first run and kept in FOLDER, see large_library.py; the demo is made beside it. Every
round takes another rating. Of a rating's events the large library holds only the first and the last, so what a session
report folds there is short; its scores are put in from the library's own table of standing scores, and the document is
as long as any. The demo's rating is whole: all its events, moments, notes and feedback's place. The first report of the
process is told apart: it loads Typst, the fonts and the template (for case and therapist: matplotlib).
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from large_library import open_large

from fidelity_rater.app.application import Application, Workplace
from fidelity_rater.app.ports.library import Library
from fidelity_rater.app.ports.queries import RatedSheet
from fidelity_rater.app.rating.snapshots import snapshot_of
from fidelity_rater.app.report_models import Report
from fidelity_rater.app.reporting.places import place_of
from fidelity_rater.app.reporting.session import session_report_of
from fidelity_rater.app.silent import SilentProgress
from fidelity_rater.domain.ratings.fold import fold

T = TypeVar("T")
TARGET_MS = 1500.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=10)
    options = parser.parse_args()
    application, library = open_large(options.folder)
    work = application.enter(library, application.identities.all()[0].person)
    chance, times = random.Random(6), defaultdict[str, list[float]](list)
    with library.queries() as queries:
        therapists = [row.therapist.uid for row in queries.caseload()]
    for _ in range(options.rounds):
        with library.queries() as queries:
            sheets = queries.trajectory(chance.choice(therapists)).sheets
        sheet = chance.choice([each for each in sheets if each.rating.signed_at is not None])
        session = _timed(times, "session: read", lambda s=sheet: _session(work, s))
        for kind in (".pdf", ".html"):
            _timed(times, f"session: {kind[1:]}", lambda r=session, k=kind: _save(work, r, k))
        case = _timed(times, "case: read", lambda s=sheet: work.reporting.case_report(s.case_uid))
        _timed(times, "case: pdf", lambda r=case: _save(work, r, ".pdf"))
    fullest(application, options.folder, times, rounds=options.rounds)
    print(f"{'':28}{'first':>9}{'median':>9}{'slowest':>9}  ms, the first not among the others")
    for part, found in times.items():
        print(f"{part:28}{found[0]:9.0f}{statistics.median(found[1:]):9.0f}{max(found[1:]):9.0f}")
    worst = max(read + pdf for read, pdf in zip(times["session: read"], times["session: pdf"], strict=True))
    print(f"slowest session report as PDF: {worst:.0f} ms (target {TARGET_MS:.0f})")
    library.close()
    return 0 if worst <= TARGET_MS else 1


def fullest(application: Application, folder: Path, times: dict[str, list[float]], *, rounds: int) -> None:
    """The demo's rating with the most scores, as the program makes it."""
    demo = replace(application).demo.enter(SilentProgress())
    work = application.enter_demo(demo)
    with demo.library.queries() as queries:
        sheets = [s for row in queries.caseload() for s in queries.trajectory(row.therapist.uid).sheets]
    uid = max((s for s in sheets if s.rating.signed_at), key=lambda s: len(s.scores)).rating.uid
    for _ in range(rounds):
        report = _timed(times, "demo session: read", lambda: work.reporting.session_report(uid, with_notes=True))
        _timed(times, "demo session: pdf", lambda r=report: _save(work, r, ".pdf"))
    demo.library.close()


def _session(work: Workplace, sheet: RatedSheet) -> Report:
    """What :meth:`Reporting.session_report` does, with the scores that this library keeps only in their table."""
    library: Library = work.library
    with library.read() as uow:
        rating = uow.ratings.get(sheet.rating.uid)
        person = uow.people.get(rating.person_uid)
        snapshot = snapshot_of(rating, fold(uow.ratings.events(rating.uid)), person, with_notes=True)
        place = place_of(uow, uow.sessions.get(rating.session_uid))
    cover = {**snapshot.cover, "phase": sheet.phase, "focal_areas": sheet.focal_areas}
    scale = work.application.scales.kept_in(library, rating.scale_sha256)
    return session_report_of(replace(snapshot, scores=sheet.scores, cover=cover), scale, place)


def _save(work: Workplace, report: Report, kind: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        work.reporting.save(report, Path(folder) / f"report{kind}", SilentProgress())


def _timed(times: dict[str, list[float]], part: str, do: Callable[[], T]) -> T:
    start = time.perf_counter()
    made = do()
    times[part].append((time.perf_counter() - start) * 1000)
    return made


if __name__ == "__main__":
    raise SystemExit(main())
