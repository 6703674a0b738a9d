"""Charts: a read model in, a matplotlib Figure or SVG out. Never pyplot: nothing is global, nothing opens a window."""
