"""The questionnaires that the program knows, read from their file when they are first asked for."""

from __future__ import annotations

from collections.abc import Callable

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.domain.measures import Measure, key_of, named_as_kept
from fidelity_rater.i18n import tr
from fidelity_rater.scales.errors import ScaleFaults


class KnownMeasures:
    """Names and ranges; any other measure is a site's own, known by its name alone."""

    def __init__(self, read: Callable[[], bytes], *, name: str) -> None:
        self._read, self._name = read, name
        self._all: tuple[Measure, ...] | None = None
        self._first: tuple[Measure, ...] = ()
        self._by_key: dict[str, Measure] = {}

    def all(self) -> tuple[Measure, ...]:
        """In the file's order."""
        return self._loaded()

    def first(self) -> tuple[Measure, ...]:
        """Those that are shown from the start."""
        self._loaded()
        return self._first

    def of(self, kept: str) -> Measure:
        """The measure that a library keeps under this id: a known one, however it is written, or a site's own."""
        self._loaded()
        return self._by_key.get(key_of(kept)) or named_as_kept(kept)

    def _loaded(self) -> tuple[Measure, ...]:
        if self._all is None:
            self._all = self._load()
        return self._all

    def _load(self) -> tuple[Measure, ...]:
        # pydantic costs a quarter of a second: only who looks at measures waits for it.
        from fidelity_rater.scales.questionnaires import load_questionnaires

        try:
            entries = load_questionnaires(self._read(), name=self._name)
        except ScaleFaults as faults:
            raise UserFacingError(
                tr("The list of questionnaires cannot be used: {fault}", fault=str(faults.faults[0])),
                tr("Install the program again, or mend that file."),
            ) from None
        found = [Measure(entry.id, entry.name, entry.minimum, entry.maximum) for entry in entries]
        self._first = tuple(measure for measure, entry in zip(found, entries, strict=True) if entry.first)
        self._by_key = {key: measure for measure in found for key in (key_of(measure.name), key_of(measure.id))}
        return tuple(found)
