"""The rating desk's screen: the sound above, the scale in the middle, the chosen item's meaning beside it."""
