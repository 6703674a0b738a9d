"""Small reusable widgets. They keep no truth: told by ``show_*``, they answer with signals in the past tense."""
