"""Saves a figure as a picture: PNG, SVG or PDF, with nothing in it that names a person or a computer."""

from __future__ import annotations

from pathlib import Path

from matplotlib.figure import Figure

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.i18n import tr

FORMATS = ("png", "svg", "pdf")


def save_figure(figure: Figure, path: Path) -> None:
    """Write the figure in the format of the file's ending. Raises ``UserFacingError``."""
    kind = path.suffix.lower().lstrip(".")
    if kind not in FORMATS:
        raise UserFacingError(
            tr("A chart can be saved as PNG, SVG or PDF."), tr("End the file's name in .png, .svg or .pdf.")
        )
    metadata = {"svg": {"Date": None, "Creator": None}, "pdf": {"CreationDate": None, "Creator": None}}.get(kind, {})
    try:
        figure.savefig(path, format=kind, dpi=200, facecolor=figure.get_facecolor(), metadata=metadata)
    except OSError:
        raise UserFacingError(
            tr("The chart could not be saved there."), tr("Choose another folder, or free some space.")
        ) from None
