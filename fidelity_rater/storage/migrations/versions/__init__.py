"""One script per revision; written once, then never changed."""
