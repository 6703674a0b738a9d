"""One small judge for each kind of requirement: the facts in, a :class:`~..finding.Finding` out. All pure."""
