"""How long a feedback package with twelve clips takes, from "Write the package" to the file on the disk.

    python benchmarks/feedback_package.py [RECORDING] [--rounds N] [--kinds opus mp3 m4a]

The app's own parts, joined as in the app, and its own cost of a passphrase: unlock the identity, read the rating, cut
twelve clips of 18 seconds (moments of 12 with the usual margin) spread over the recording in the vault, sign, lock to a
person's card, force to disk. The recording is taken as it is and encoded anew as mp3 (variable bit rate) and m4a.
Elapsed time, with the processor's time of the process beside it (two threads work), and the machine's load.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import av

from fidelity_rater import bootstrap
from fidelity_rater.app.application import Workplace
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.ports.packages import Lock
from fidelity_rater.app.rating.opening import RatingChoice
from fidelity_rater.app.sharing.models import FeedbackOrder
from fidelity_rater.app.silent import SilentProgress
from fidelity_rater.domain.caseload import Consent, ConsentPurpose, Phase, Recording
from fidelity_rater.domain.feedback import Feedback, Remark
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.domain.ratings.events import moment_marked
from fidelity_rater.domain.ratings.moments import Bearing, Moment

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("FIDELITY_TEST_DATA", ROOT.parent / "shared" / "data"))
WORDS: Final = "correct horse battery staple"
CLIPS: Final = 12
MOMENT_MS: Final = 12_000
GOAL_S: Final = 5.0
ITEM: Final = "CORE-01"
QUIET: Final = SilentProgress()


def main() -> int:
    """Print the figures; fail when the goal is missed."""
    arguments = parse()
    missed = False
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        work = enter(folder)
        for kind in arguments.kinds:
            source = arguments.recording if kind == "opus" else encoded(arguments.recording, folder, kind)
            order = FeedbackOrder(feedback_on(work, source, number=arguments.kinds.index(kind) + 1))
            taken = [send(work, order, folder) for _ in range(arguments.rounds)]
            elapsed, busy = (statistics.median(column) for column in zip(*taken, strict=True))
            missed |= elapsed > GOAL_S
            load = os.getloadavg()[0]
            print(f"{kind:5}{elapsed:6.2f} s (quickest {min(taken)[0]:.2f}), processor {busy:.2f} s, load {load:.1f}")
        work.close()
    print(f"goal: {GOAL_S:.0f} s with {CLIPS} clips")
    return 1 if missed else 0


def parse() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="time the making of a feedback package")
    parser.add_argument("recording", nargs="?", type=Path, default=DATA / "audio" / "meeting_55min.opus")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--kinds", nargs="+", choices=("opus", "mp3", "m4a"), default=["opus", "mp3", "m4a"])
    return parser.parse_args()


def enter(folder: Path) -> Workplace:
    """Open a new library as somebody new."""
    application = bootstrap.build(folder / "home")
    door = application.front_door
    card = door.introduce(name="Ada Bench", initials="AB", passphrase=WORDS)
    identity = door.unlock(card.person.uid, WORDS)
    return application.enter(door.create(door.folder_for("Bench"), identity).library, identity.person)


def encoded(source: Path, folder: Path, kind: str) -> Path:
    """Encode the recording anew."""
    path = folder / f"recording.{kind}"
    codec, container = {"mp3": ("libmp3lame", "mp3"), "m4a": ("aac", "ipod")}[kind]
    with av.open(str(source)) as read, av.open(str(path), "w", format=container) as write:
        stream: Any = write.add_stream(codec, rate=44_100, layout="mono")
        if kind == "mp3":
            stream.codec_context.qscale = True
            stream.codec_context.global_quality = 4 * 118
        for frame in read.decode(audio=0):
            write.mux(stream.encode(frame))
        write.mux(stream.encode(None))
    return path


def feedback_on(work: Workplace, source: Path, *, number: int) -> str:
    """Import the recording, rate it with twelve moments, sign, and write feedback; return its uid."""
    session = work.caseload.place("T01", "C1", scheduled=number)
    candidate = work.importing.look_at(source, QUIET)
    consent = Consent(purposes=frozenset({ConsentPurpose.SUPERVISION}), given_on=date(2026, 1, 5))
    recording = work.importing.bring_in(candidate, session.uid, consent, QUIET).recording
    choice = RatingChoice(session.uid, Purpose.FORMATIVE, Role.SUPERVISOR, phase=str(Phase.MIDDLE))
    desk = work.desk(work.opening.begin(choice), jobs=InlineJobs())
    moments = spread(recording)
    for moment in moments:
        desk.do(moment_marked(moment))
    desk.give(ITEM, "adherence", 3)
    work.signing.sign(desk, WORDS)
    remark = Remark(new_uid(), "You stayed with it.", (ITEM,), tuple(moment.uid for moment in moments))
    feedback = Feedback(new_uid(), desk.rating.head.uid, work.person.uid, strengths=(remark,))
    now = datetime.now(UTC)
    with work.library.work() as uow:
        document = Document(
            feedback.uid, DocumentKind.FEEDBACK, feedback.rating_uid, work.person.uid, feedback.as_json(), now, now
        )
        uow.documents.keep(document)
        uow.commit()
    return feedback.uid


def spread(recording: Recording) -> list[Moment]:
    step = recording.duration_ms // CLIPS
    starts = [number * step + step // 2 for number in range(CLIPS)]
    return [Moment(new_uid(), recording.uid, at, at + MOMENT_MS, ITEM, Bearing.FOR) for at in starts]


def send(work: Workplace, order: FeedbackOrder, folder: Path) -> tuple[float, float]:
    """Write the package; return elapsed and processor seconds."""
    path = folder / f"{new_uid()}.fidpkg"
    lock = Lock(person=work.person)
    began, busy = time.perf_counter(), time.process_time()
    work.sending.send(order, path, passphrase_of_mine=WORDS, lock=lock, progress=QUIET)
    return time.perf_counter() - began, time.process_time() - busy


if __name__ == "__main__":
    raise SystemExit(main())
