"""The demo library: made from text data on first use, in a folder of its own, with a public passphrase."""
