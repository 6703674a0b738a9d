"""One store per kind of thing; each speaks SQLAlchemy Core on the connection of its unit of work."""
