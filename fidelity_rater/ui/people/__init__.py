"""Identities on screen: introducing oneself, and looking after an identity."""
