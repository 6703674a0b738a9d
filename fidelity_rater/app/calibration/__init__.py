"""Calibration: references to rate blind, how far from the consensus a rater lies, and how that moves over months."""
