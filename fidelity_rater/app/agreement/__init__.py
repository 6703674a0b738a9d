"""How far raters agree: which coefficient fits a table of scores and why, in words, on screen and on paper."""
