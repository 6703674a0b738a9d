"""The parts as the application joins them: identity files, cards, envelopes and package files fit together."""

from __future__ import annotations

from pathlib import Path

import pytest

from fidelity_rater import bootstrap
from fidelity_rater.app.application import Application
from fidelity_rater.app.ports.identity import UnlockedIdentity
from fidelity_rater.app.ports.packages import Lock, Part
from fidelity_rater.domain.errors import UserFacingError
from helpers.libraries import CHEAP, PASSPHRASE, Told
from helpers.packages import head_of, memory_scratch, signer_of


def at_home(folder: Path, name: str) -> tuple[Application, UnlockedIdentity]:
    application = bootstrap.build(folder, key_cost=CHEAP)
    card = application.identities.create(name=name, initials=name[:1], passphrase=PASSPHRASE)
    return application, application.identities.unlock(card.person.uid, PASSPHRASE)


def test_a_package_goes_from_one_home_to_another(tmp_path: Path) -> None:
    here, ada = at_home(tmp_path / "here", "Ada")
    there, ben = at_home(tmp_path / "there", "Ben")
    bens_card = there.cards.write(ben.person)
    addressee = here.cards.read(bens_card)
    assert here.cards.fingerprint(addressee) in bens_card
    path = tmp_path / "a.fidpkg"
    here.package_files.write(
        path,
        head_of(ada, addressee=addressee),
        [Part.of_bytes("feedback.jsonl", b'{"n":1}\n')],
        identity=ada,
        lock=Lock(person=addressee),
        progress=Told(),
    )
    assert not there.package_files.by_passphrase(path)
    with there.package_files.open(path, key=ben, scratch=memory_scratch, progress=Told()) as package:
        assert package.head.signer == signer_of(ada.person)
        assert list(package.lines("feedback.jsonl")) == [{"n": 1}]
    with (
        pytest.raises(UserFacingError, match="somebody else"),
        here.package_files.open(path, key=ada, scratch=memory_scratch, progress=Told()),
    ):
        pytest.fail("its sender cannot open it")
