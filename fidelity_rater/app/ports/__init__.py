"""What the use cases need from outside, as Protocols; adapters satisfy them without inheriting."""
