"""Keys: what was pressed, what it asks for now, and where a person sees and changes that."""
