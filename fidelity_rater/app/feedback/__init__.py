"""Feedback on a signed rating: what a supervisor writes, what comes back, what is still open."""
