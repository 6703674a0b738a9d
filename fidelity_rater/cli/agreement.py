"""The command that computes agreement from a table: it needs no library, no passphrase and no window."""

from __future__ import annotations

import argparse
import io
import json
import sys
from pathlib import Path
from typing import Final

from fidelity_rater import __version__, bootstrap
from fidelity_rater.app.agreement.as_json import as_json
from fidelity_rater.app.agreement.from_table import TableWish, study_table
from fidelity_rater.app.agreement.models import RESAMPLES, SEED, Spread, StudyWish
from fidelity_rater.app.agreement.telling import told
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.long_tables import ColumnWishes
from fidelity_rater.app.silent import SilentProgress
from fidelity_rater.i18n import tr

MOST_RESAMPLES: Final = 100_000
MOST_LEVELS: Final = 200


def add_arguments(command: argparse.ArgumentParser) -> None:
    """What the command is told."""
    command.add_argument("file", help=tr("a CSV table with one line for each score; - reads it from standard input"))
    command.add_argument("--json", action="store_true", help=tr("write JSON, as docs/agreement.md lays it out"))
    command.add_argument("--seed", type=_seed, default=SEED, help=tr("of the resampling; the same gives the same"))
    command.add_argument("--resamples", type=_resamples, default=RESAMPLES, help=tr("how often; 0 for none"))
    command.add_argument(
        "--scale", choices=[str(spread) for spread in Spread], default=None, help=tr("what the scores are")
    )
    command.add_argument(
        "--levels", type=_levels, default=(), help=tr("all levels that could be given, as 0-4 or 1,2,5")
    )
    for option, help_text in (
        ("--target", tr("the columns that together name what was rated, commas between")),
        ("--rater", tr("the column that names who rated")),
        ("--score", tr("the column of the scores")),
        ("--item", tr("the columns that together name the item, commas between")),
        ("--cluster", tr("the column of what targets lie within, such as the therapist")),
    ):
        command.add_argument(option, default="", metavar=tr("COLUMN"), help=help_text)


def agreement(options: argparse.Namespace) -> None:
    """Write the agreement between the raters of a table to standard output."""
    reader = bootstrap.long_table_reader()
    table = reader.read(_bytes(options.file, reader.largest_bytes), _columns(options))
    found = study_table(
        table,
        TableWish(Spread(options.scale) if options.scale else None, options.levels),
        StudyWish(seed=options.seed, resamples=options.resamples),
        SilentProgress(),
    )
    if isinstance(sys.stdout, io.TextIOWrapper):
        # The same bytes on every system, as docs/agreement.md says.
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    if options.json:
        print(json.dumps(as_json(found, version=__version__), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        print(told(found), end="")


def _bytes(file: str, largest: int) -> bytes:
    """The table's bytes; of one that is too large only so many that the reader says so."""
    if file == "-":
        return sys.stdin.buffer.read(largest + 1)
    path = Path(file)
    if not path.is_file():
        raise UserFacingError(tr("There is no such file."), tr("Check its place and name."))
    try:
        with path.open("rb") as opened:
            return opened.read(largest + 1)
    except OSError:
        raise UserFacingError(tr("The file cannot be read."), tr("Check that you may open it.")) from None


def _columns(options: argparse.Namespace) -> ColumnWishes:
    def several(names: str) -> tuple[str, ...]:
        return tuple(name.strip() for name in names.split(",") if name.strip())

    return ColumnWishes(
        target=several(options.target),
        rater=options.rater.strip(),
        score=options.score.strip(),
        item=several(options.item),
        cluster=options.cluster.strip(),
    )


def _seed(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise argparse.ArgumentTypeError(tr("a seed is a whole number, 0 or more"))
    return int(text)


def _resamples(text: str) -> int:
    if not text.isdecimal() or int(text) > MOST_RESAMPLES:
        raise argparse.ArgumentTypeError(tr("resamples lie between 0 and {most}", most=MOST_RESAMPLES))
    return int(text)


def _levels(text: str) -> tuple[float, ...]:
    try:
        first, dash, last = text.partition("-")
        if dash and first.strip():
            found = [float(level) for level in range(int(first), int(last) + 1)]
        else:
            found = [float(level) for level in text.split(",")]
    except ValueError:
        found = []
    if not 2 <= len(set(found)) <= MOST_LEVELS:
        raise argparse.ArgumentTypeError(tr("levels are given as 0-4 or 1,2,5"))
    return tuple(sorted(set(found)))
