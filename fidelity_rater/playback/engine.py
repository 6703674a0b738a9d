"""Choosing the player of this computer: libVLC where it is, silence where it is not."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Sequence

from fidelity_rater.app.ports.sound import Player
from fidelity_rater.playback.absent import AbsentPlayer

log = logging.getLogger(__name__)


def open_player(options: Sequence[str] = ()) -> Player:
    """Open libVLC, or the absent player that reports ``NO_ENGINE``.

    Costs some 0.1 s, so call it when the first recording is about to be heard. ``options`` go to libVLC as they are,
    ``--aout=adummy`` in tests.
    """
    try:
        libvlc = importlib.import_module("fidelity_rater.playback.vlc_player")
        player: Player | None = libvlc.VlcPlayer.open(options)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - python-vlc raises many kinds, and even exits
        log.warning("libVLC cannot be used: %s", type(error).__name__)
        player = None
    return AbsentPlayer() if player is None else player
