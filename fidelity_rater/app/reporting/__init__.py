"""Reports: what one rating, one case or one therapist amounts to, in words that are printed, filed and read aloud."""
