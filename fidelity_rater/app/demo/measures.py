"""The demo's symptom totals: made up like everything in it, and drawn from nothing that the ratings say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fidelity_rater.app.demo.data import Row, session_code
from fidelity_rater.app.ports.library import Library
from fidelity_rater.domain.measures import Measurement, key_of

PLACE = ("case", "session")


def keep_measures(library: Library, rows: Iterable[Row], session_uids: Mapping[str, str]) -> None:
    """Keep the totals of the sessions that there are; ``session_uids`` by session's code."""
    with library.work() as uow:
        for row in rows:
            uid = session_uids.get(session_code(row["case"], int(row["session"])))
            for name, total in row.items():
                if uid is not None and name not in PLACE and total:
                    uow.measures.set(Measurement(uid, key_of(name), float(total)))
        uow.commit()
