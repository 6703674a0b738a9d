"""Portfolios and the panel that decides on them."""
