"""Envelopes: only the right key opens them, any change is noticed, and each fault has its sentence."""

from __future__ import annotations

import base64
import io
import re
from typing import BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity_rater.app.errors import DiskFull, UserFacingError, WrongPassphrase
from fidelity_rater.app.ports.identity import UnlockedIdentity
from fidelity_rater.app.ports.jobs import Cancelled
from fidelity_rater.app.ports.packages import Envelopes, Lock
from fidelity_rater.storage import age_passphrase
from fidelity_rater.storage.envelopes import AgeEnvelopes
from helpers.libraries import Told
from helpers.packages import PlainEnvelopes, cheap_person

ADA, BEN = cheap_person("Ada"), cheap_person("Ben")
CHUNK = 64 * 1024
WORDS = "four unrelated words"
PLENTY = 1 << 30
CHEAP = AgeEnvelopes(work=4)
# By pyrage 1.4.0, under WORDS, with a work of 17: the least that it ever takes here.
MADE_BY_AGE = """
YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBRUm5IM0VFbXBVVXVXVEN5SDZLeHl3IDE3CjNFUWMwSzZUUkFxdU1SOTc1eW01L01CZ1FC
M3o2SUhrd0hORjVvSVhQZW8KLS0tIGNCWnhsOHF5d2wvUXkrNms5dlY1dytvWmVQbVZTSGFraG5lbExLbEJXZE0KEJEq5THCitfH9TZlRSxa3a7H
kfu625YgmUuy/mMkYoAMnr0BK1KJgdbt7uo=
"""
TO_BEN, BY_WORDS = Lock(person=BEN.person), Lock(passphrase=WORDS)


def sealed(data: bytes, lock: Lock, envelopes: Envelopes = CHEAP) -> bytes:
    target = io.BytesIO()
    envelopes.seal(io.BytesIO(data), target, lock=lock, progress=Told())
    return target.getvalue()


def opened(data: bytes, key: UnlockedIdentity | str, envelopes: Envelopes = CHEAP, *, limit: int = PLENTY) -> bytes:
    target = io.BytesIO()
    envelopes.open(io.BytesIO(data), target, key=key, limit=limit, progress=Told())
    return target.getvalue()


def refusal(data: bytes, key: UnlockedIdentity | str) -> str:
    with pytest.raises(UserFacingError) as error:
        opened(data, key)
    return error.value.message


class TestEveryEnvelope:
    """What any adapter of the port keeps to."""

    @pytest.fixture(params=[CHEAP, PlainEnvelopes()], ids=["age", "plain"])
    def envelopes(self, request: pytest.FixtureRequest) -> Envelopes:
        return request.param

    def test_the_right_key_opens_it(self, envelopes: Envelopes) -> None:
        assert opened(sealed(b"words", TO_BEN, envelopes), BEN, envelopes) == b"words"
        assert opened(sealed(b"words", BY_WORDS, envelopes), WORDS, envelopes) == b"words"

    def test_another_person_does_not(self, envelopes: Envelopes) -> None:
        with pytest.raises(UserFacingError, match="somebody else"):
            opened(sealed(b"words", TO_BEN, envelopes), ADA, envelopes)

    def test_another_passphrase_does_not(self, envelopes: Envelopes) -> None:
        with pytest.raises(WrongPassphrase):
            opened(sealed(b"words", BY_WORDS, envelopes), "four unrelated worms", envelopes)

    def test_it_tells_what_opens_it(self, envelopes: Envelopes) -> None:
        assert envelopes.by_passphrase(io.BytesIO(sealed(b"words", BY_WORDS, envelopes)))
        assert not envelopes.by_passphrase(io.BytesIO(sealed(b"words", TO_BEN, envelopes)))

    def test_what_is_no_envelope_is_refused(self, envelopes: Envelopes) -> None:
        with pytest.raises(UserFacingError, match="not a package"):
            opened(b"Dear Ben,\nplease find", BEN, envelopes)
        with pytest.raises(UserFacingError, match="not a package"):
            envelopes.by_passphrase(io.BytesIO(b"Dear Ben,\nplease find"))


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([0, 1, CHUNK - 7, CHUNK, 2 * CHUNK, 2 * CHUNK + 5]))
def test_what_goes_in_comes_out(few: bytes, many: int) -> None:
    data = few + bytes(many)
    assert opened(sealed(data, TO_BEN), BEN) == data
    assert opened(sealed(data, BY_WORDS), WORDS) == data


class TestAsAgeDoes:
    """Our passphrase envelopes are age's: each reads the other's."""

    @pytest.mark.parametrize("size", [0, 1, CHUNK, 2 * CHUNK + 1])
    def test_age_opens_ours(self, size: int) -> None:
        import pyrage

        assert pyrage.passphrase.decrypt(sealed(bytes(size), BY_WORDS), WORDS) == bytes(size)

    def test_we_open_what_age_has_sealed(self) -> None:
        assert opened(base64.b64decode(MADE_BY_AGE), WORDS) == b"Made by age."

    def test_the_usual_work_is_borne_by_its_reader(self) -> None:
        from fidelity_rater.storage.envelopes import USUAL_WORK

        assert USUAL_WORK <= age_passphrase.MOST_WORK


@pytest.mark.parametrize(("lock", "key"), [(TO_BEN, BEN), (BY_WORDS, WORDS)], ids=["person", "passphrase"])
class TestDamage:
    """Nothing that was changed or cut passes for whole."""

    DATA = bytes(range(256)) * 600

    def test_a_flipped_bit_is_noticed_wherever_it_is(self, lock: Lock, key: UnlockedIdentity | str) -> None:
        whole = sealed(self.DATA, lock)
        head = whole.index(b"\n---") + 60
        for place in (*range(head), head + 20, CHUNK, 2 * CHUNK, len(whole) - 1):
            broken = bytearray(whole)
            broken[place] ^= 1
            with pytest.raises(UserFacingError):
                opened(bytes(broken), key)

    def test_a_cut_is_noticed_wherever_it_is(self, lock: Lock, key: UnlockedIdentity | str) -> None:
        whole = sealed(self.DATA, lock)
        head = whole.index(b"\n---") + 49
        # The last ones lie between chunks: all that is there is sound.
        for length in (1, 10, 30, 100, head, head + 16, head + 17, head + 16 + CHUNK + 16, len(whole) - 1):
            assert refusal(whole[:length], key) == "The package is damaged, or was not copied to its end."

    def test_what_was_added_is_noticed(self, lock: Lock, key: UnlockedIdentity | str) -> None:
        assert "damaged" in refusal(sealed(self.DATA, lock) + b"\0", key)

    def test_no_more_comes_out_than_was_agreed_to(self, lock: Lock, key: UnlockedIdentity | str) -> None:
        target = io.BytesIO()
        with pytest.raises(UserFacingError, match="larger than"):
            CHEAP.open(io.BytesIO(sealed(self.DATA, lock)), target, key=key, limit=100_000, progress=Told())
        assert len(target.getvalue()) <= 100_000

    def test_it_tells_how_far_it_is_and_can_be_stopped(self, lock: Lock, key: UnlockedIdentity | str) -> None:
        data = bytes(3 << 20)
        told, target = Told(), io.BytesIO()
        CHEAP.seal(io.BytesIO(data), target, lock=lock, progress=told)
        assert told.words[-1] == (len(data), len(data))
        assert len(told.words) >= 3
        target.seek(0)
        with pytest.raises(Cancelled):
            CHEAP.open(target, io.BytesIO(), key=key, limit=PLENTY, progress=Told(stop_at=2))
        with pytest.raises(Cancelled):
            CHEAP.seal(io.BytesIO(data), io.BytesIO(), lock=lock, progress=Told(stop_at=2))

    def test_a_full_disk_is_called_so(self, lock: Lock, key: UnlockedIdentity | str) -> None:
        class Full(io.BytesIO):
            def write(self, data: object) -> int:
                raise OSError(28, "no space")

        with pytest.raises(DiskFull):
            CHEAP.open(io.BytesIO(sealed(b"x", lock)), Full(), key=key, limit=PLENTY, progress=Told())


def test_a_passphrase_does_not_open_what_is_locked_to_a_person() -> None:
    assert "locked to a person" in refusal(sealed(b"", TO_BEN), WORDS)


def test_a_person_is_asked_for_the_passphrase_of_what_has_one() -> None:
    assert "its own passphrase" in refusal(sealed(b"", BY_WORDS), BEN)
    with pytest.raises(UserFacingError, match="its own passphrase"):
        BEN.decrypt(io.BytesIO(sealed(b"", BY_WORDS)), io.BytesIO())


def test_an_end_that_holds_nothing_is_not_taken_for_one() -> None:
    """Two ways to write the same contents would be one too many; age refuses this, too."""

    class Nothing(bytes):
        def __bool__(self) -> bool:
            return True

    class Source(io.BytesIO):
        said = False

        def read(self, size: int | None = -1, /) -> bytes:
            data = super().read(size)
            if data or self.said:
                return data
            self.said = True
            return Nothing()

    target = io.BytesIO()
    age_passphrase.encrypt(Source(bytes(CHUNK)), target, passphrase=WORDS, work=4)
    assert "damaged" in refusal(target.getvalue(), WORDS)


def test_a_passphrase_is_the_same_however_it_is_composed() -> None:
    assert opened(sealed(b"x", Lock(passphrase="cafe\u0301 au lait")), "caf\u00e9 au lait") == b"x"


def test_a_passphrase_that_protects_nothing_is_refused() -> None:
    with pytest.raises(UserFacingError, match="at least"):
        sealed(b"x", Lock(passphrase="short"))


def test_a_key_that_nothing_can_be_locked_to_is_refused() -> None:
    from dataclasses import replace

    nobody = replace(BEN.person, receiving_key=bytes(32))
    with pytest.raises(UserFacingError, match="locked to this person"):
        sealed(b"x", Lock(person=nobody))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty."),
        (b"Dear Ben,\n", "not a package"),
        (b"PK\x03\x04" + bytes(200), "not a package"),
        (b"age-encryption.org/v2\n-> what is this\n--- x\n", "later version"),
        (b"age-encryption.org/v1\n" + b"-> x y\n" * 10_000, "not a package"),
        (b"age-encryption.org/v1\n--- AAAA\n", ""),
    ],
)
def test_what_is_no_package_is_called_what_it_is(data: bytes, said: str) -> None:
    assert said in refusal(data, BEN)
    assert refusal(data, WORDS)


@pytest.mark.parametrize("share", [bytes(32), bytes([1]) + bytes(31), bytes([255]) * 32])
def test_a_head_made_to_break_its_reader_does_not(share: bytes) -> None:
    whole = sealed(b"x", TO_BEN)
    text = base64.b64encode(share).rstrip(b"=")
    assert refusal(re.sub(rb"-> X25519 \S+", b"-> X25519 " + text, whole, count=1), BEN)


def test_a_guess_that_would_take_for_ever_is_not_made() -> None:
    costly = re.sub(rb"(-> scrypt \S+) 4\n", rb"\1 40\n", sealed(b"x", BY_WORDS))
    assert "too long" in refusal(costly, WORDS)


def test_a_source_of_unknown_length_is_sealed_to_its_end() -> None:
    class Pipe(io.RawIOBase):
        left = 5

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
            given = min(self.left, len(buffer), 2)
            buffer[:given] = b"x" * given
            self.left -= given
            return given

    for lock, key in ((TO_BEN, BEN), (BY_WORDS, WORDS)):
        source: BinaryIO = Pipe()  # type: ignore[assignment]
        target = io.BytesIO()
        CHEAP.seal(source, target, lock=lock, progress=Told())
        assert opened(target.getvalue(), key) == b"xxxxx"
