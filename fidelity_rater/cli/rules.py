"""The command ``rules check``: everything that is wrong with a rule file, or what it asks and what it leaves open."""

from __future__ import annotations

import argparse
import sys

from fidelity_rater.app.accreditation.rules_shelf import MalformedRules, read_rules
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.i18n import tr, tr_n


def check_rules(options: argparse.Namespace) -> int:
    """Say everything that is wrong with a rule file; exit with 1 where anything is."""
    try:
        data = options.file.read_bytes()
    except OSError:
        raise UserFacingError(
            tr("The rule file cannot be read."), tr("Check its place and that you may open it.")
        ) from None
    try:
        rules = read_rules(data, name=options.file.name)
    except MalformedRules as error:
        for fault in error.faults:
            print(fault)
        print(
            tr_n("{n} fault in {file}.", "{n} faults in {file}.", len(error.faults), file=options.file.name),
            file=sys.stderr,
        )
        return 1
    for asked in rules.requirements:
        if asked.not_known:
            open_ones = ", ".join(sorted(asked.not_known))
            print(tr("{label}: not known, and so never met: {settings}", label=asked.label, settings=open_ones))
    count = len(rules.requirements)
    print(tr_n("{name}: {n} requirement, no fault.", "{name}: {n} requirements, no fault.", count, name=rules.name))
    return 0
