"""The figures that a rater is held against: the program's proposal, or a site's own file in its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.domain.calibration import Gate
from fidelity_rater.i18n import tr
from fidelity_rater.scales.errors import ScaleFaults


class KnownGate:
    """Reads the gate when it is first asked for. ``own`` is a site's file, read where there is one."""

    def __init__(self, read: Callable[[], bytes], *, name: str, own: Path | None = None) -> None:
        self._read, self._name, self._own = read, name, own
        self._gate: Gate | None = None

    @property
    def is_own(self) -> bool:
        """Whether the figures are the site's."""
        return self._own is not None and self._own.is_file()

    def get(self) -> Gate:
        """Raises ``UserFacingError`` where the file has faults."""
        if self._gate is None:
            self._gate = read_gate(self._data(), name=self._name)
        return self._gate

    def valid_days(self) -> int | None:
        """How long a calibration counts; None where nothing is asked, or the file cannot be read."""
        try:
            return self.get().valid_days
        except UserFacingError:
            return None

    def _data(self) -> bytes:
        if self._own is None or not self.is_own:
            return self._read()
        try:
            return self._own.read_bytes()
        except OSError:
            raise UserFacingError(
                tr("The file {name} with what is asked of raters cannot be read.", name=self._name),
                tr("See who may read it, or take it away: then the program's own figures hold."),
            ) from None


def read_gate(data: bytes, *, name: str) -> Gate:
    """Raises ``UserFacingError`` with the first fault, which names line or key."""
    # pydantic costs a quarter of a second: only who looks at calibrations waits for it.
    from fidelity_rater.scales.rater_gate import load_gate

    try:
        return Gate(**asdict(load_gate(data, name=name)))
    except ScaleFaults as faults:
        raise UserFacingError(
            tr("What is asked of raters cannot be read: {fault}", fault=str(faults.faults[0])),
            tr("Mend that file, or take it away: then the program's own figures hold."),
        ) from None
