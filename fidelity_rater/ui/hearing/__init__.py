"""Hearing a stretch of sound apart from the desk: one player, and the bar that shows it."""
