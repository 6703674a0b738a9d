"""Rating on screen: beginning one, and the screen that joins the desk with the sound."""
