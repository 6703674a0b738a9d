"""The import screen: recordings dropped or chosen, where they belong, consent, progress."""
