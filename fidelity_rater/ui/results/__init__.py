"""The results screen: one therapist's competence over sessions and cases; every dot and cell opens its rating."""
