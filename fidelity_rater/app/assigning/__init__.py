"""Draw recordings at random, assign them to raters, and know what is due."""
