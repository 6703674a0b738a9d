"""The log of one therapist: supervision, training, papers, results on other bodies' forms, and their scans."""
