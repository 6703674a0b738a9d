"""What a person chooses about the app on this computer."""
