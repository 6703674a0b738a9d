"""Scans as files on an entry: taken in, looked at from memory, saved again."""
