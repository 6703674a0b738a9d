"""One therapist beside a site's own line, with the doubt that this site's blind ratings show. Belongs in a job.

A line of this kind is on a scale of this library and is the site's own business; it never stands for a body's mark.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from fidelity_rater.app.accreditation.models import RuleFault
from fidelity_rater.app.accreditation.pass_models import PassProfile, PassProfiles, PassReading, PassView
from fidelity_rater.app.accreditation.pass_words import cautions, proposal, sentence
from fidelity_rater.app.agreement.errors import noise_of
from fidelity_rater.app.agreement.gathering import gather
from fidelity_rater.app.agreement.library_models import AgreementFilters, Gathered
from fidelity_rater.app.competence import sheet_of
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.library import Library
from fidelity_rater.app.ports.queries import RatedSheet
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.domain.accreditation.pass_marks import RaterDoubt, read_mark
from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.domain.scoring.scoring import Scorer
from fidelity_rater.i18n import tr
from fidelity_rater.scales.editions import same_measure
from fidelity_rater.scales.errors import ScaleFaults
from fidelity_rater.scales.model import Scale

Files = Mapping[str, Callable[[], bytes]]


def read_profiles(files: Files) -> PassProfiles:
    """Every profile by name, and the files that cannot be used."""
    # pydantic costs a quarter of a second: only who looks at profiles waits for it.
    from fidelity_rater.scales.pass_profiles import load_pass_profile

    found: dict[str, PassProfile] = {}
    unusable = []
    for name, read in files.items():
        try:
            profile = load_pass_profile(read(), name=name)
        except ScaleFaults as faults:
            unusable.append(RuleFault(name, tuple(str(fault) for fault in faults.faults)))
        except OSError:
            unusable.append(RuleFault(name, (tr("{file}: cannot be read", file=name),)))
        else:
            if found.setdefault(profile.id, profile) is not profile:
                taken = tr("{file}: profile.id: “{id}” is the id of another profile", file=name, id=profile.id)
                unusable.append(RuleFault(name, (taken,)))
    return PassProfiles(tuple(sorted(found.values(), key=lambda each: each.name.casefold())), tuple(unusable))


class PassMarks:
    """``files`` finds the site's profiles anew each time."""

    def __init__(self, library: Library, *, scales: ScaleShelf, files: Callable[[], Files]) -> None:
        self._library, self._scales, self._files = library, scales, files

    def profiles(self) -> PassProfiles:
        return read_profiles(self._files())

    def view(self, therapist_uid: str, profile_id: str, progress: Progress) -> PassView:
        """Raises ``UserFacingError`` for a profile that is gone, or that names what its scale does not have."""
        profile = next((each for each in self.profiles().profiles if each.id == profile_id), None)
        if profile is None:
            raise UserFacingError(
                tr("There is no pass profile “{id}” here any more.", id=profile_id),
                tr("Choose another, or put its file back."),
            )
        with self._library.queries() as queries:
            sheets = queries.trajectory(therapist_uid).sheets
        of_scale = [sheet for sheet in sheets if self._scale(sheet).id == profile.scale and _counts(sheet, profile)]
        if not of_scale:
            reading = read_mark([], profile.line, fewest=profile.ratings, doubt=None, fewest_pairs=profile.pairs)
            return self._told(profile, reading, why="", notice="", others=0, uids=())
        scale = self._scale(_most_used(of_scale))
        _refuse_unknown(profile, scale)
        alike = [sheet for sheet in of_scale if same_measure(self._scale(sheet), scale)]
        marks = [(sheet, mark) for sheet in alike if (mark := _mark(Scorer(scale), sheet, profile)) is not None]
        doubt, why = self._doubt(profile, scale, progress)
        reading = read_mark(
            [(sheet.rating.person_uid, mark) for sheet, mark in marks],
            profile.line,
            fewest=profile.ratings,
            doubt=doubt,
            fewest_pairs=profile.pairs,
        )
        uids = tuple(sheet.rating.uid for sheet, _ in marks)
        return self._told(profile, reading, why=why, notice=scale.notice, others=len(of_scale) - len(alike), uids=uids)

    def _told(
        self, profile: PassProfile, reading: PassReading, *, why: str, notice: str, others: int, uids: tuple[str, ...]
    ) -> PassView:
        return PassView(
            profile=profile,
            reading=reading,
            sentence=sentence(reading, profile, why=why),
            proposal=proposal(reading, profile),
            cautions=cautions(reading, other_versions=others),
            notice=notice,
            rating_uids=uids,
        )

    def _doubt(self, profile: PassProfile, scale: Scale, progress: Progress) -> tuple[RaterDoubt | None, str]:
        """From the sessions that two people or more have rated blind of each other; else why there is none."""
        filters = AgreementFilters(scale_sha256=scale.sha256, purpose=profile.purpose)
        gathered = gather(self._library, filters, scales=self._scales, progress=progress)
        rows = [] if gathered is None else _blind_rows(gathered, profile)
        return doubt_of(rows)

    def _scale(self, sheet: RatedSheet) -> Scale:
        return self._scales.kept_in(self._library, sheet.rating.scale_sha256)


def doubt_of(rows: list[tuple[float | None, ...]]) -> tuple[RaterDoubt | None, str]:
    """What sessions by raters say of the doubt of one rating; None with the reason where they say nothing."""
    from fidelity_rater.domain.reliability.models import NotEnoughRatings

    if not rows:
        return None, tr("No session of this site has been rated by two people blind of each other.")
    try:
        noise = noise_of(tuple(rows))
    except NotEnoughRatings as reason:
        return None, reason.message
    return RaterDoubt(icc=noise.icc, sem=noise.sem, error=noise.own, pairs=len(rows)), ""


def _blind_rows(gathered: Gathered, profile: PassProfile) -> list[tuple[float | None, ...]]:
    """Sessions by raters, only what was rated blind, and only sessions of which there are two such ratings."""
    block = next((each for each in gathered.totals if each.uid == profile.summary), None)
    rows = []
    for session, scores in zip(gathered.sessions, block.scores if block else (), strict=block is not None):
        row = tuple(
            score if rated is not None and rated.blind and rated.role in profile.roles else None
            for rated, score in zip(session.ratings, scores, strict=True)
        )
        if sum(score is not None for score in row) > 1:
            rows.append(row)
    return rows


def _counts(sheet: RatedSheet, profile: PassProfile) -> bool:
    rating = sheet.rating
    return rating.signed_at is not None and rating.purpose == profile.purpose and rating.role in profile.roles


def _most_used(sheets: list[RatedSheet]) -> RatedSheet:
    counts = Counter(sheet.rating.scale_sha256 for sheet in sheets)
    return max(sheets, key=lambda sheet: (counts[sheet.rating.scale_sha256], sheet.rating.scale_sha256))


def _mark(scorer: Scorer, sheet: RatedSheet, profile: PassProfile) -> float | None:
    result = scorer.score(sheet_of(sheet), form=sheet.rating.form, adaptation=sheet.adaptation, breakdowns=False)
    return next((each.value for each in result.summaries if each.summary == profile.summary), None)


def _refuse_unknown(profile: PassProfile, scale: Scale) -> None:
    known = [summary.id for summary in scale.scoring.summaries]
    if profile.summary not in known:
        raise UserFacingError(
            tr("“{summary}” is not a number that the scale {scale} has.", summary=profile.summary, scale=scale.name),
            tr("Write one of these into the profile: {known}.", known=", ".join(known)),
        )
