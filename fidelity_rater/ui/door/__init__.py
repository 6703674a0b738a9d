"""The trainee's screens: received feedback that is read and heard, answered, and a session that is sent in."""
