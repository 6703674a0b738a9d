"""What a rating's scores amount to, exactly as the scale's scoring rules say. Pure functions, no rounding."""
