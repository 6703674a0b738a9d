"""Documents for people: reports as PDF and as a page of their own."""
