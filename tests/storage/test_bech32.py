"""Keys as age writes them: BIP-173's own examples, and what age makes of ours."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity_rater.storage import bech32

ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
PUBLISHED = [
    "a12uel5l",
    "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs",
    "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
    "11qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqc8247j",
    "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w",
    "?1ezyfcl",
]


@pytest.mark.parametrize("text", PUBLISHED)
def test_the_published_examples_come_out(text: str) -> None:
    prefix, _, rest = text.rpartition("1")
    values = [ALPHABET.index(letter) for letter in rest[:-6]]
    assert bech32.encode_fives(prefix, values) == text


def test_bytes_are_cut_into_fives() -> None:
    data = bytes.fromhex("00443214c74254b635cf84653a56d7c675be77df")
    assert bech32.encode("abcdef", data) == "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw"


@settings(max_examples=30)
@given(st.binary(min_size=32, max_size=32))
def test_age_reads_our_keys_as_what_they_are(secret: bytes) -> None:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
    from pyrage import x25519

    identity = x25519.Identity.from_str(bech32.encode("age-secret-key-", secret).upper())
    public = X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
    assert str(identity.to_public()) == bech32.encode("age", public)
