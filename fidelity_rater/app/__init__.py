"""What a user can do: one file per use case, the ports they need, the playback clock, the bus and read models."""
