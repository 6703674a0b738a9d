"""Taking a package in on screen: its signer, what it carries, where it belongs, and what became of it."""
