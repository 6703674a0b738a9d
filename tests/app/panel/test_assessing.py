"""What a portfolio tells of its raters: a figure for each total, and how far one total may lie off."""

from __future__ import annotations

from app.agreement.sources import ToldScales, many_rated
from fidelity_rater.app.agreement.agreements import Agreements
from fidelity_rater.app.agreement.library_models import AgreementFilters
from fidelity_rater.app.agreement.models import StudyWish
from fidelity_rater.app.panel.assessing import agreement_notes
from fidelity_rater.app.silent import SilentProgress


def test_each_total_has_its_coefficient_and_its_doubt() -> None:
    agreements = Agreements(many_rated(), scales=ToldScales())  # type: ignore[arg-type]
    view = agreements.view(AgreementFilters(), SilentProgress(), wish=StudyWish(resamples=60))
    assert view is not None
    notes = tuple(agreement_notes(agreements, view))
    totals = {study.block.label for study in view.study.totals}
    assert {note.what for note in notes} == totals
    figures = [note for note in notes if note.value]
    assert any(note.name.startswith("ICC") for note in figures)
    (doubt, *_) = [note for note in figures if "95 of 100" in note.words]
    assert not doubt.name.startswith("ICC")
    assert all(note.recordings and note.raters for note in notes)
    assert all("pairs of ratings blind" in note.words for note in figures if note.name.startswith("ICC"))
