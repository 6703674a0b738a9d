"""``keys.json``: which library this is, and the slots through which people reach its key."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from fidelity_rater.app.errors import NewerLibrary, NotALibrary, UserFacingError, WrongPassphrase
from fidelity_rater.app.ports.identity import UnlockedIdentity
from fidelity_rater.domain.people import Person
from fidelity_rater.i18n import tr
from fidelity_rater.storage import checked_json, recovery_key
from fidelity_rater.storage.checked_json import Damaged, Newer
from fidelity_rater.storage.durable import told_plainly, write_whole
from fidelity_rater.storage.key_slots import KeySlot, LibraryKey, SlotKind

_FORMAT: Final = "fidelity-library-keys"
_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class KeyFile:
    """What stands in the file. ``seal`` proves that whoever wrote it held the library's key."""

    uid: str
    name: str
    demo: bool
    slots: tuple[KeySlot, ...] = ()
    seal: str = ""

    @classmethod
    def read(cls, path: Path) -> KeyFile:
        """Read the file. Raises ``NotALibrary`` or ``NewerLibrary``."""
        try:
            record = checked_json.read(path, format_name=_FORMAT, version=_VERSION)
            return cls(
                uid=str(record["uid"]),
                name=str(record["name"]),
                demo=record["demo"] is True,
                slots=tuple(KeySlot.from_record(slot) for slot in record["slots"]),
                seal=str(record["seal"]),
            )
        except Newer as error:
            raise NewerLibrary(
                tr("This library was written by a later version of the app."), tr("Update the app to open it.")
            ) from error
        except (Damaged, KeyError, TypeError, ValueError) as error:
            raise NotALibrary(
                tr("The library's key file is damaged."), tr("Copy keys.json back from a backup of this library.")
            ) from error
        except OSError as error:
            raise NotALibrary(tr("The library's key file cannot be read.")) from error

    def write(self, path: Path) -> None:
        """Put the file in place in one step."""
        record = self._record() | {"seal": self.seal}
        with told_plainly():
            write_whole(path, checked_json.to_bytes(record, format_name=_FORMAT, version=_VERSION))

    @property
    def people(self) -> tuple[str, ...]:
        """Uids of the people who hold a slot."""
        return tuple(slot.opener for slot in self.slots if slot.kind is SlotKind.IDENTITY)

    def open_as(self, identity: UnlockedIdentity) -> LibraryKey:
        """Reach the library's key with a person's identity. Raises ``WrongPassphrase``."""
        for slot in self.slots:
            if slot.kind is SlotKind.IDENTITY and slot.opener == identity.person.uid:
                return self._proved(slot.open_as(identity, self.uid))
        raise WrongPassphrase(
            tr("Your identity has no key to this library."),
            tr("Ask someone who has one to let you in, or use the library's recovery key."),
        )

    def open_with_recovery(self, text: str) -> LibraryKey:
        """Reach the library's key with the printed recovery key. Raises ``WrongPassphrase``."""
        for slot in self.slots:
            if slot.kind is SlotKind.RECOVERY:
                return self._proved(slot.open_with_recovery(text, self.uid))
        raise WrongPassphrase(tr("This library has no recovery key."))

    def with_person(self, key: LibraryKey, person: Person) -> KeyFile:
        """Give a person a slot, in place of one they may have had."""
        others = tuple(slot for slot in self.slots if (slot.kind, slot.opener) != (SlotKind.IDENTITY, person.uid))
        return self._sealed(key, (*others, KeySlot.for_person(key, person)))

    def without_person(self, key: LibraryKey, uid: str) -> KeyFile:
        """Take a person's slot away; refused for the last one, since a printed page may be lost."""
        left = tuple(slot for slot in self.slots if (slot.kind, slot.opener) != (SlotKind.IDENTITY, uid))
        if not any(slot.kind is SlotKind.IDENTITY for slot in left):
            raise UserFacingError(tr("The last person with a key to this library cannot be taken out."))
        return self._sealed(key, left)

    def with_new_recovery(self, key: LibraryKey) -> tuple[KeyFile, str]:
        """Draw a new recovery key; return it as text, to be shown once. An older one opens nothing any more."""
        secret = recovery_key.new_secret()
        others = tuple(slot for slot in self.slots if slot.kind is not SlotKind.RECOVERY)
        return self._sealed(key, (*others, KeySlot.for_recovery(key, secret))), recovery_key.to_text(secret)

    def _sealed(self, key: LibraryKey, slots: tuple[KeySlot, ...]) -> KeyFile:
        bare = replace(self, slots=slots, seal="")
        return replace(bare, seal=bare._seal_under(key))

    def _proved(self, key: LibraryKey) -> LibraryKey:
        if not hmac.compare_digest(self._seal_under(key), self.seal):
            raise NotALibrary(
                tr("The library's key file was changed by something other than this app."),
                tr("Copy keys.json back from a backup of this library."),
            )
        return key

    def _seal_under(self, key: LibraryKey) -> str:
        return hmac.digest(key.derive("slots"), checked_json.canonical(self._record()), "sha256").hex()

    def _record(self) -> dict[str, Any]:
        return {
            "uid": self.uid,
            "name": self.name,
            "demo": self.demo,
            "slots": [slot.to_record() for slot in self.slots],
        }
