"""Symptom measures of a case: what is known of questionnaires, totals typed in, and totals taken from a file."""
