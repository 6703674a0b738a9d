"""The start screen: who is using the app, and which library to open, make, restore or explore."""
