"""Rating events, their fold into what a rating says now, undo and redo, and the hash chain."""
