"""Reads the command line, runs one command, and turns what goes wrong into one sentence and an exit code."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn

from fidelity_rater import __version__
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.packages import SUFFIX
from fidelity_rater.cli import agreement, commands, draws, reports, rules
from fidelity_rater.i18n import tr
from fidelity_rater.logs import start_logging, stop_logging

log = logging.getLogger(__name__)

USER_FAULT, BUG = 1, 70


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the process's exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    options = make_parser().parse_args(with_command(given))
    handler = start_logging()
    try:
        return _run(options)
    finally:
        stop_logging(handler)


def with_command(given: list[str]) -> list[str]:
    """A package alone is opened, as by whoever double-clicks it."""
    return ["open", *given] if len(given) == 1 and given[0].lower().endswith(SUFFIX) else given


def _run(options: argparse.Namespace) -> int:
    try:
        code = int(options.run(options) or 0)
        sys.stdout.flush()
        return code
    except UserFacingError as error:
        print(error, file=sys.stderr)
        _drop_unwritten()
        return USER_FAULT
    except KeyboardInterrupt:
        print(tr("Stopped."), file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader of our output went away (a pager closed, say): nothing is wrong here.
        _drop_unwritten()
        return 0
    except Exception as error:
        log.exception("command failed")
        print(
            tr(
                "Something went wrong inside the program ({kind}); the log says where it happened.",
                kind=type(error).__name__,
            ),
            file=sys.stderr,
        )
        return BUG


def _drop_unwritten() -> None:
    """Keep the interpreter from trying once more, when it ends, to write what nothing took."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _Parser(argparse.ArgumentParser):
    """Answers what it does not understand in one sentence, without the whole usage."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, tr("{command}: {fault}. See {command} --help.", command=self.prog, fault=message) + "\n")


def make_parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    parser: argparse.ArgumentParser = _Parser(
        prog="fidelity-rater",
        description=tr("Rate recorded IPT sessions for adherence and quality. Without a command it opens the window."),
        epilog=tr(
            "A passphrase is asked for at a prompt or read from FIDELITY_RATER_PASSPHRASE; it is never an argument."
        ),
    )
    parser.add_argument("--version", action="version", version=f"fidelity-rater {__version__}")
    parser.set_defaults(run=commands.open_window)
    sub = parser.add_subparsers(title=tr("commands"), metavar="")

    _add(sub, "demo", commands.demo, tr("open the demo library, making it on first use"))

    package = _add(sub, "open", commands.open_package, tr("open the window on a package that you were sent"))
    package.add_argument("package", type=Path)

    new = _add(sub, "new", commands.new, tr("make a library"))
    new.add_argument("library", type=Path, help=tr("folder to make, ending in .fidelity"))
    new.add_argument("--person", default="", help=tr("your name, if this computer does not know you yet"))
    new.add_argument("--initials", default="", help=tr("your initials; taken from the name if left out"))

    _add_import(sub)

    export = _add(sub, "export", commands.export, tr("write every score, codes only, to standard output"))
    export.add_argument("library", type=Path)
    export.add_argument("--format", choices=("csv", "json"), required=True)
    export.add_argument("--rater", default="", help=tr("initials of the person whose passphrase opens the library"))

    _add_report(sub)

    of_table = _add(sub, "agreement", agreement.agreement, tr("compute how far raters agree, from a table of scores"))
    agreement.add_arguments(of_table)

    check = _add(sub, "check", commands.check, tr("look a library over for damage"))
    check.add_argument("library", type=Path)
    check.add_argument("--rater", default="", help=tr("initials of the person whose passphrase opens the library"))

    scale = _add(sub, "scale", None, tr("work with scale files"))
    scale_sub = scale.add_subparsers(required=True, metavar="")
    scale_check = _add(scale_sub, "check", commands.check_scale, tr("say everything that is wrong with a scale file"))
    scale_check.add_argument("file", type=Path)

    of_bodies = _add(sub, "rules", None, tr("work with accreditation rule files")).add_subparsers(
        required=True, metavar=""
    )
    rules_check = _add(of_bodies, "check", rules.check_rules, tr("say everything that is wrong with a rule file"))
    rules_check.add_argument("file", type=Path)

    of_draws = _add(sub, "draw", None, tr("work with draws of recordings")).add_subparsers(required=True, metavar="")
    draw_check = _add(of_draws, "check", draws.check_draw, tr("repeat a draw from its copied facts, and compare"))
    draw_check.add_argument("file", type=Path)

    shots = _add(sub, "screenshots", commands.screenshots, tr("draw every screen, light and dark, into a folder"))
    shots.add_argument("folder", type=Path)
    return parser


def _add_import(sub: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _add(sub, "import", commands.import_recording, tr("bring a recording into a library"))
    command.add_argument("library", type=Path)
    command.add_argument("file", type=Path)
    command.add_argument("--therapist", required=True, help=tr("the therapist's code; added if new"))
    command.add_argument("--case", required=True, help=tr("the case's code; added if new"))
    command.add_argument(
        "--session", required=True, type=_number, help=tr("the scheduled session number; added if new")
    )
    command.add_argument("--date", type=_day, default=None, help=tr("when the session was held, as YYYY-MM-DD"))
    command.add_argument(
        "--focus", default="", help=tr("the case's focal area from that day on; two at most, with a comma between")
    )
    command.add_argument("--rater", default="", help=tr("initials of the person whose passphrase opens the library"))
    command.add_argument(
        "--consent",
        default="",
        help=tr("what the client allows, commas between: supervision, assessment, rater_training, research"),
    )


def _add_report(sub: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    report = _add(sub, "report", None, tr("save a report as PDF or HTML"))
    kinds = report.add_subparsers(required=True, metavar="")
    for kind, summary in (
        ("session", tr("report on one signed rating of a session")),
        ("case", tr("report on one case, session by session")),
        ("therapist", tr("report on one therapist, over all cases")),
        ("portfolio", tr("report on a therapist's latest portfolio, with its votes and the decision")),
    ):
        command = _add(kinds, kind, reports.save_report, summary)
        command.set_defaults(of=kind)
        command.add_argument("library", type=Path)
        command.add_argument("file", type=Path, help=tr("where to, ending in .pdf or .html"))
        command.add_argument("--therapist", required=True, help=tr("the therapist's code"))
        if kind in ("session", "case"):
            command.add_argument("--case", required=True, help=tr("the case's code"))
        if kind == "session":
            command.add_argument("--session", required=True, type=_number, help=tr("the scheduled session number"))
            command.add_argument("--by", default="", help=tr("initials of who rated, where several have"))
            command.add_argument("--purpose", default="", choices=("", "formative", "summative"))
            command.add_argument("--feedback", action="store_true", help=tr("with the feedback written on it"))
            command.add_argument("--notes", action="store_true", help=tr("with notes, which may name people"))
            command.add_argument("--no-moments", action="store_true", help=tr("without the moments' times"))
        command.add_argument(
            "--rater", default="", help=tr("initials of the person whose passphrase opens the library")
        )


def _add(sub, name, run, summary):  # type: ignore[no-untyped-def]
    """Add one command; argparse's own classes are generic only in stubs."""
    command = sub.add_parser(name, help=summary, description=summary)
    if run is not None:
        command.set_defaults(run=run)
    return command


def _number(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if not 1 <= number <= 200:
        raise argparse.ArgumentTypeError(tr("a session number lies between 1 and 200"))
    return number


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(tr("“{text}” is not a date as YYYY-MM-DD", text=text)) from None
