"""Feedback beside a signed rating, and what stands open since last time; shows what it is told, says what is wanted."""
