"""A recording's facts: what it is, how long, whether it can be heard.

PyAV and numpy are imported where they are first needed, so that importing this package costs nothing.
"""
