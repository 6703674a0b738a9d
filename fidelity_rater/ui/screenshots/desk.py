"""The desk: beginning, rating, the evidence, signing, and a signed rating."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fidelity_rater.ui.moments.moment_filter import Scope
from fidelity_rater.ui.screenshots.stage import Stage, settle


def desk_scenes(stage: Stage) -> Iterator[Path]:
    area = stage.enter_demo()
    assert area.demo is not None
    with area.work.library.queries() as queries:
        drafts = queries.unfinished(area.work.person.uid)
        page = queries.therapist_page(area.caseload.therapist_uid)
    area.begin_rating(area.demo.first_session_uid, anew=True)
    yield stage.grab("begin")
    if drafts:
        area.open_rating(drafts[0].uid)
        yield from _draft_scenes(stage)
    signed = [r for c in page.cases for s in c.sessions for r in s.ratings if r.signed_at is not None]
    area.open_rating(signed[-1].uid)
    yield stage.grab("desk-signed")
    view = area.rating.view
    view.show_moments(Scope.ALL)
    view.moments.step(1)
    yield stage.grab("desk-moments")
    view.open_record()
    yield stage.grab("desk-record")
    area.show_caseload()


def _draft_scenes(stage: Stage) -> Iterator[Path]:
    settle()
    yield stage.grab("desk")
    yield from _evidence_scenes(stage)
    stage.window.show_help()
    yield stage.grab("desk-help")
    stage.window.show_help()
    view = stage.area.rating.view
    view.open_cover()
    yield stage.grab("desk-cover")
    view.open_sign()
    yield stage.grab("desk-sign")


def _evidence_scenes(stage: Stage) -> Iterator[Path]:
    """What a score rests on, at the item, and the words that are said there."""
    view = stage.area.rating.view
    view.show_moments(Scope.ALL)
    view.moments.step(1)
    moment = view.moments.model.moment(view.moments.chosen)
    if moment is not None and moment.item:
        view.show_chosen(moment.item)
    view.side.show_tab(view.detail)
    settle()
    view.detail.area.ensureWidgetVisible(view.detail.evidence)
    yield stage.grab("desk-evidence")
    if view.side.transcript is not None:
        view.side.show_tab(view.side.transcript)
    yield stage.grab("desk-transcript")
