"""Agreement between raters: how far, on which items, by whom, and the moments on which they differ."""
