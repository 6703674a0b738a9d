"""What a portfolio tells of its raters: a figure for each total, and how far one total may lie off."""

from __future__ import annotations

from datetime import date

from app.agreement.sources import ToldScales, many_rated
from fidelity_rater.app.accreditation.pass_models import PassProfile, PassProfiles, PassReading, PassView, Told
from fidelity_rater.app.agreement.agreements import Agreements
from fidelity_rater.app.agreement.library_models import AgreementFilters
from fidelity_rater.app.agreement.models import StudyWish
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.panel.assessing import agreement_notes, pass_notes
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


class ToldMarks:
    """Lines of a site: one that stands on these ratings, one on others, one of which nothing counts, one that fails."""

    def profiles(self) -> PassProfiles:
        day = date(2026, 1, 5)
        return PassProfiles(
            tuple(
                PassProfile(uid, uid, "s", "mean", "summative", ("supervisor",), 4.0, 2, 3, day, "The board")
                for uid in ("within", "beyond", "nothing", "broken")
            )
        )

    def view(self, therapist_uid: str, profile_id: str, progress: object) -> PassView:
        if profile_id == "broken":
            raise UserFacingError("It names what its scale does not have.")
        (profile,) = [each for each in self.profiles().profiles if each.id == profile_id]
        uids = {"within": ("a",), "beyond": ("a", "formative"), "nothing": ()}[profile_id]
        reading = PassReading(Told.CROSSES, 4.0, 1, 1, 3.9)
        return PassView(profile, reading, "Mean 3.90.", "One further blind rating.", ("The site's own.",), "Own.", uids)


def test_a_line_is_told_only_where_all_that_it_stands_on_is_in_the_portfolio() -> None:
    (note,) = pass_notes(ToldMarks(), "therapist", frozenset({"a", "b"}))  # type: ignore[arg-type]
    assert (note.name, note.line, note.sentence, note.proposal) == (
        "within", "4.00", "Mean 3.90.", "One further blind rating.",
    )  # fmt: skip
    assert (note.cautions, note.notice, note.decided_by) == (("The site's own.",), "Own.", "The board")
