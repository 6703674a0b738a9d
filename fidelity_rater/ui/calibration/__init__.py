"""Calibration: references to rate blind, one's own results over time, and how every rater stands."""
