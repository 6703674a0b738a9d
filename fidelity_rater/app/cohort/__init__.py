"""All therapists of a library side by side: what is counted of them, and what it shows of the group's training."""
