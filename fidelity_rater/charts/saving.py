"""Saves a figure as a picture: PNG, SVG or PDF, with nothing in it that names a person or a computer."""

from __future__ import annotations

from pathlib import Path

from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.i18n import tr

FORMATS = ("png", "svg", "pdf")


HEADING_IN, FOOT_IN, MARGIN_IN = 0.4, 0.45, 0.15


def save_figure(figure: Figure, path: Path, *, heading: str = "", foot: str = "", ink: str = "black") -> None:
    """Write the figure in the format of the file's ending, between a heading and a foot of its own.

    A picture travels without the screen around it, so whose it is and what its scale must say of itself go with it.
    Raises ``UserFacingError``.
    """
    kind = path.suffix.lower().lstrip(".")
    if kind not in FORMATS:
        raise UserFacingError(
            tr("A chart can be saved as PNG, SVG or PDF."), tr("End the file's name in .png, .svg or .pdf.")
        )
    metadata = {"svg": {"Date": None, "Creator": None}, "pdf": {"CreationDate": None, "Creator": None}}.get(kind, {})
    width, height = figure.get_size_inches()
    around = Bbox([[0, -FOOT_IN if foot else 0], [width, height + (HEADING_IN if heading else 0)]])
    words = [
        figure.text(MARGIN_IN / width, 1 + MARGIN_IN / height, heading, fontsize=11, color=ink),
        figure.text(MARGIN_IN / width, -MARGIN_IN / height, foot, fontsize=7, color=ink, va="top"),
    ]
    try:
        figure.savefig(
            path, format=kind, dpi=200, facecolor=figure.get_facecolor(), metadata=metadata, bbox_inches=around
        )
    except OSError:
        raise UserFacingError(
            tr("The chart could not be saved there."), tr("Choose another folder, or free some space.")
        ) from None
    finally:
        for each in words:
            each.remove()
