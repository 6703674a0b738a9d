"""Held against written rules: which there are, how far each therapist has come, and a site's own pass profile."""
