"""Making a rating: opening it, taking every click, saving it, signing it, correcting it."""
