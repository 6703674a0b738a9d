"""Saving reports."""
