"""A rating that came with clips only: its moments are heard beside the desk."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from app.panel.desks import rated
from app.sharing.homes import Home
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.sharing.models import PortfolioOrder
from fidelity_rater.playback.simulated import SimulatedPlayer
from fidelity_rater.ui.rating.screen import RatingScreen
from fidelity_rater.ui.theme import Theme
from helpers.window import cheap_application


def test_a_moment_is_heard_from_its_clip(own_home: Path, tmp_path: Path, qtbot: QtBot, dressed: Theme) -> None:
    players: list[SimulatedPlayer] = []
    application = cheap_application(own_home, players)
    scales: ScaleShelf = application.scales
    author = Home("Ann", tmp_path, scales)
    # To its author, in another library, the portfolio is not sealed.
    away = Home("Ann", tmp_path, scales, identity=author.identity)
    head = rated(author, 3)
    away.take(author.send(PortfolioOrder(author.portfolio(head).uid), away))
    screen = RatingScreen(application.enter(away.library, away.person), InlineJobs())
    qtbot.addWidget(screen)
    screen.show()
    screen.open(head.uid)
    assert screen.desk is not None
    # There is no sound of the session to play, so it takes no room; what can be heard is said.
    assert screen.view.sound.isHidden()
    assert not screen.clips.bar.isHidden()
    assert "Only clips" in screen.clips.bar.what.text()
    assert not screen.clips.bar.play.isEnabled()
    (uid,) = screen.desk.state.moments()
    screen.moments.on_played(uid)
    heard = screen.clips.hearing.heard
    assert heard.play is not None
    assert (heard.play.clip, heard.play.offset_ms) == (True, 2000)
    assert screen.playing
    assert screen.clips.bar.play.isEnabled()
    assert not screen.clips.bar.slider.isHidden()
    screen.leave()
    assert not screen.playing
    assert screen.clips.bar.isHidden()
    screen.close_sound()
