"""The playback clock: media time between the player's sparse reports. Ratings take their time from here only."""
