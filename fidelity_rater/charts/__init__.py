"""Charts: a read model in, a matplotlib Figure out. Never pyplot, so nothing is global and nothing opens a window."""
