"""How a therapist develops: read models of the results screen's tabs, each made of one competence chart."""
