"""The list of keys as lines to read: key, and what it does."""

from __future__ import annotations

from fidelity_rater.app.commands import COMMANDS, Scope, command_words, fixed_words
from fidelity_rater.app.keymap import Keymap
from fidelity_rater.i18n import tr
from fidelity_rater.ui.keys.key_text import shown_key

Lines = tuple[tuple[str, str], ...]


def all_keys(keymap: Keymap, command: str) -> str:
    """All keys of a command, as a person reads them."""
    return tr(" or ").join(map(shown_key, keymap.keys_of(command)))


def desk_lines(keymap: Keymap) -> Lines:
    """Every key of the desk with what it does."""
    words = command_words()
    return (
        *fixed_words(),
        *(
            (shown_key(keymap.keys_of(c.id)[0]), words[c.id])
            for c in COMMANDS
            if c.scope is Scope.DESK and keymap.keys_of(c.id)
        ),
    )
