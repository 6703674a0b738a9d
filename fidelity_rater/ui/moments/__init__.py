"""Moments on screen: their list, their filter, and what can be done with the chosen one. Knows no rating."""
