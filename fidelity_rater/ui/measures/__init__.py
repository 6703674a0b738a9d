"""The window in which a case's symptom totals are typed in, or taken from a file."""
