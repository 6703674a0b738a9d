"""Documents for people: reports set as tagged PDF and as self-contained pages. Knows blocks, nothing of ratings."""
