"""The caseload screen: therapists, and the page of one with cases, sessions, recordings and ratings."""
