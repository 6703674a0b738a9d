"""What leaves the library in packages, and what comes in by them: built, checked, merged."""
