"""Sound: libVLC behind the Player port, one that stands in when it is missing, one turned by hand for tests.

Nothing here imports libVLC before :func:`fidelity_rater.playback.engine.open_player` is called.
"""
