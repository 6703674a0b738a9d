"""Agreeing on one rating of a session after its raters have signed: the list, the table, and the signature."""
