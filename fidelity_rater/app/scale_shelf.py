"""The scales that a rating can be made on: those built in, those a site has added, and those that a library keeps."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fidelity_rater.app.ports.library import Library
from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.i18n import tr
from fidelity_rater.scales.errors import ScaleFaults
from fidelity_rater.scales.model import Scale


class MalformedScale(UserFacingError):
    """A scale file has faults; ``faults`` are sentences, one each."""

    def __init__(self, name: str, faults: tuple[str, ...]) -> None:
        super().__init__(
            tr("The scale {name} cannot be used: {fault}", name=name, fault=faults[0]),
            tr("Check it with the command “fidelity-rater scale check FILE” and mend what it lists."),
        )
        self.faults = faults


def read_scale(data: bytes, *, name: str) -> Scale:
    """Raises ``MalformedScale`` with every fault at once."""
    # pydantic costs a quarter of a second: whoever only opens the window does not wait for it.
    from fidelity_rater.scales.loading import load_scale

    try:
        return load_scale(data, name=name)
    except ScaleFaults as faults:
        raise MalformedScale(name, tuple(str(fault) for fault in faults.faults)) from None


@dataclass(slots=True)
class ScaleShelf:
    """Loads each scale once. ``built_in`` maps a scale file's name to what reads it."""

    built_in: Mapping[str, Callable[[], bytes]]
    default_name: str
    _by_hash: dict[str, Scale]
    _by_name: dict[str, Scale]

    def __init__(self, built_in: Mapping[str, Callable[[], bytes]], *, default_name: str) -> None:
        self.built_in, self.default_name = built_in, default_name
        self._by_hash, self._by_name = {}, {}

    def default(self) -> Scale:
        """The scale that a new rating is made on unless the rater chooses another."""
        return self.named(self.default_name)

    def named(self, name: str) -> Scale:
        if name not in self._by_name:
            scale = read_scale(self.built_in[name](), name=name)
            self._by_name[name] = self._by_hash[scale.sha256] = scale
        return self._by_name[name]

    def all_built_in(self) -> tuple[Scale, ...]:
        """The built-in scales, the default one first."""
        names = sorted(self.built_in, key=lambda name: (name != self.default_name, name))
        return tuple(self.named(name) for name in names)

    def read(self, data: bytes) -> Scale:
        """A scale that came from elsewhere, read once. Raises ``MalformedScale``."""
        sha256 = hashlib.sha256(data).hexdigest()
        if sha256 not in self._by_hash:
            self._by_hash[sha256] = read_scale(data, name=sha256[:12])
        return self._by_hash[sha256]

    def kept_in(self, library: Library, sha256: str) -> Scale:
        """The exact scale that a rating pins, from the copy that its library keeps."""
        if sha256 not in self._by_hash:
            with library.read() as uow:
                data = uow.scales.get(sha256)
            scale = read_scale(data, name=sha256[:12])
            if scale.sha256 != sha256:
                raise UserFacingError(
                    tr("The library's copy of a scale has been changed since it was rated on."),
                    tr("Restore a backup from before that."),
                )
            self._by_hash[sha256] = scale
        return self._by_hash[sha256]
