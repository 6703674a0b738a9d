"""The trainee's door: feedback that has come, read and heard, answered; and what one sends in to be listened to."""
