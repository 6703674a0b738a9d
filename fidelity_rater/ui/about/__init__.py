"""What this program is, whose work is in it, and which keys it knows."""
