"""A therapist beside a site's own line: from its blind pairs, in sentences, and honest where little is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from app.agreement.sources import ToldLibrary, ToldScales, many_rated
from app.worlds import QUIET
from fidelity_rater.app.accreditation.pass_marks import PassMarks, doubt_of, read_profiles
from fidelity_rater.app.accreditation.pass_models import PassView, Told
from fidelity_rater.app.errors import UserFacingError
from helpers.trajectories import SMALL

PROFILE = f"""format = 1
[profile]
id = "ours"
name = "Ours"
scale = "{SMALL.id}"
summary = "quality"
purpose = "formative"
roles = ["supervisor", "panel", "peer"]
line = 2.0
ratings = 4
pairs = 10
as_of = 2026-11-22
decided_by = "the supervisors"
"""


def files(*texts: str) -> Mapping[str, Callable[[], bytes]]:
    return {f"p{n}.toml": text.encode for n, text in enumerate(texts)}


def blind(library: ToldLibrary) -> ToldLibrary:
    for uid in library.lives:
        library.blind |= {sheet.rating.uid: True for sheet in library.trajectory(uid).sheets}
    return library


def view(library: ToldLibrary, profile: str = PROFILE, *, therapist: str = "t1") -> PassView:
    marks = PassMarks(library, scales=ToldScales(), files=lambda: files(profile))  # type: ignore[arg-type]
    return marks.view(therapist, "ours", QUIET)


def test_the_mean_has_a_band_from_this_sites_blind_pairs() -> None:
    found = view(blind(many_rated()))
    assert found.reading.doubt is not None
    assert found.reading.doubt.pairs == 20
    assert len(found.rating_uids) == found.reading.ratings == 10
    assert found.notice == SMALL.notice
    assert "ICC(2,1)" in found.cautions[0]
    assert "no other body's mark" in found.cautions[-1]


def test_a_line_inside_the_band_gets_no_verdict() -> None:
    library = blind(many_rated())
    mean = view(library).reading.mean
    near = view(library, PROFILE.replace("line = 2.0", f"line = {mean:.4f}"))
    assert near.reading.told is Told.CROSSES
    assert "the band crosses the line" in near.sentence
    assert near.proposal.startswith("One further blind rating is proposed")
    far = view(library, PROFILE.replace("line = 2.0", "line = -5.0"))
    assert far.reading.told is Told.ABOVE
    assert far.proposal == ""


def test_ratings_that_were_not_made_blind_say_nothing_of_the_doubt() -> None:
    found = view(many_rated())
    assert found.reading.told is Told.DOUBT_NOT_KNOWN
    assert "No session of this site has been rated by two people blind of each other." in found.sentence
    assert "10 more sessions" in found.proposal
    few = view(blind(many_rated(therapists=2)), PROFILE)
    assert few.reading.told is Told.DOUBT_NOT_KNOWN
    assert "8 sessions of 10" in few.sentence


def test_too_few_ratings_and_none() -> None:
    found = view(blind(many_rated()), PROFILE.replace("ratings = 4", "ratings = 40"))
    assert found.sentence.endswith("Too few to say anything: 40 ratings are asked for.")
    none = view(blind(many_rated()), PROFILE.replace('"formative"', '"summative"'))
    assert (none.reading.mean, none.rating_uids) == (None, ())
    assert none.sentence.startswith("No rating counts yet.")


def test_a_profile_that_does_not_fit_its_scale_is_refused() -> None:
    with pytest.raises(UserFacingError, match="is not a number that the scale"):
        view(blind(many_rated()), PROFILE.replace('summary = "quality"', 'summary = "charm"'))
    with pytest.raises(UserFacingError, match="no pass profile"):
        view(blind(many_rated()), PROFILE.replace('id = "ours"', 'id = "theirs"'))


def test_faults_of_a_profile_are_told_with_line_and_key() -> None:
    found = read_profiles(files(PROFILE, PROFILE, PROFILE.replace("line = 2.0", "mark = 2.0"), "format ="))
    assert [profile.id for profile in found.profiles] == ["ours"]
    told = {fault.file: " ".join(fault.faults) for fault in found.unusable}
    assert "is the id of another profile" in told["p1.toml"]
    assert "p2.toml:9: profile.mark: is not a key that the format knows" in told["p2.toml"]
    assert "not valid TOML" in told["p3.toml"]


def test_constant_marks_tell_no_doubt_but_why() -> None:
    doubt, why = doubt_of([(3.0, 3.0)] * 12)
    assert doubt is None
    assert why
