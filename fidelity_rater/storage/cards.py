"""A person's public half as a few lines of text, to be mailed, pasted, or kept as a file."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import textwrap
from itertools import islice
from typing import Any, Final

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.domain.people import Person
from fidelity_rater.i18n import tr
from fidelity_rater.storage.identity import LONGEST_INITIALS, LONGEST_NAME, fingerprint

_VERSION: Final = 1
_LONGEST_TEXT: Final = 256 * 1024
_MOST_CARDS: Final = 20
"""The same card again and again, in a long exchange of letters."""
_LINE: Final = 60
_CHECK_BYTES: Final = 8
_KEY_BYTES: Final = 32
_BEGINS: Final = re.compile(r"\[\W{0,20}Fidelity\W{1,20}card\W{1,20}([0-9]{1,6})\W{0,20}\]", re.IGNORECASE)
_ENDS: Final = re.compile(r"\[\W{0,20}end\W{0,20}\]", re.IGNORECASE)
_NOT_BASE64: Final = re.compile(r"[^A-Za-z0-9+/]+")
_UID: Final = re.compile(r"[0-9A-Za-z-]{1,64}")


class TextCards:
    """Writes cards, and reads them however an e-mail has broken, indented and quoted them."""

    def write(self, person: Person) -> str:
        """Write the fingerprint for people, then the rest for the app."""
        payload = json.dumps(
            {
                "uid": person.uid,
                "name": person.name,
                "initials": person.initials,
                "signing_key": base64.b64encode(person.signing_key).decode(),
                "receiving_key": base64.b64encode(person.receiving_key).decode(),
            },
            separators=(",", ":"),
            ensure_ascii=False,
        ).encode()
        # No padding: mail programs write "=" anew.
        letters = base64.b64encode(_checksum(payload) + payload).decode().rstrip("=")
        block = "\n".join(textwrap.wrap(letters, _LINE))
        head = tr("Fingerprint: {fingerprint}", fingerprint=self.fingerprint(person))
        return f"{head}\n[Fidelity card {_VERSION}]\n{block}\n[end]\n"

    def read(self, text: str) -> Person:
        """Find the card in a text. Raises ``UserFacingError`` for none, several, a damaged or a later one."""
        text = text[:_LONGEST_TEXT]
        found = list(islice(_BEGINS.finditer(text), _MOST_CARDS))
        if not found:
            raise UserFacingError(
                tr("There is no card in this."), tr("A card begins with “[Fidelity card” and ends with “[end]”.")
            )
        if any(int(begin[1]) > _VERSION for begin in found):
            raise UserFacingError(
                tr("This card was made by a later version of the app."), tr("Update the app to use it.")
            )
        people = {_person(text[begin.end() :]) for begin in found}
        if len(people) > 1:
            raise UserFacingError(tr("There is more than one card in this."), tr("Bring them in one after the other."))
        return people.pop()

    def fingerprint(self, person: Person) -> str:
        """Shorten both keys to what two people compare by voice."""
        return fingerprint(person)


def _person(text: str) -> Person:
    end = _ENDS.search(text)
    if end is None:
        raise _damaged()
    letters = _NOT_BASE64.sub("", text[: end.start()])
    try:
        data = base64.b64decode(letters + "=" * (-len(letters) % 4), validate=True)
        check, payload = data[:_CHECK_BYTES], data[_CHECK_BYTES:]
        if check != _checksum(payload):
            raise _damaged()
        return _checked(json.loads(payload))
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        raise _damaged() from None


def _checked(record: dict[str, Any]) -> Person:
    person = Person(
        uid=record["uid"],
        name=record["name"],
        initials=record["initials"],
        signing_key=base64.b64decode(record["signing_key"], validate=True),
        receiving_key=base64.b64decode(record["receiving_key"], validate=True),
    )
    named = (
        0 < len(person.name.strip()) <= LONGEST_NAME
        and 0 < len(person.initials.strip()) <= LONGEST_INITIALS
        and (person.name + person.initials).isprintable()
    )
    keyed = len(person.signing_key) == len(person.receiving_key) == _KEY_BYTES
    if not (named and keyed and _UID.fullmatch(person.uid)):
        raise ValueError("not a person")
    return person


def _checksum(payload: bytes) -> bytes:
    return hashlib.sha256(b"fidelity-card-v1\0" + payload).digest()[:_CHECK_BYTES]


def _damaged() -> UserFacingError:
    return UserFacingError(
        tr("This card is damaged or not complete."),
        tr("Copy it whole, from the first line to “[end]”, or ask for it again."),
    )
