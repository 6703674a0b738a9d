"""Contacts on screen: one's own card, other people's, and fingerprints compared by voice."""
