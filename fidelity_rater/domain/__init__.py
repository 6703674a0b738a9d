"""What ratings mean: people, cases, phases, rating events and their fold, scoring. Pure Python, no input or output."""
