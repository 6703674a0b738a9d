"""The picture of the sound: the whole recording at a glance, and the stretch around now. Drawn from peaks only."""
