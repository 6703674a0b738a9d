"""Sending a part of the library on screen: what goes along, a look at it, its lock, and where it lies."""
