"""Portfolios and the panel's door."""
