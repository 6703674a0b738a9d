"""Draws, assignments and what is due, as a page."""
