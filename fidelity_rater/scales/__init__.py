"""What can be rated: scales, their items, dimensions and scoring rules, and the loading and checking of scale files."""
