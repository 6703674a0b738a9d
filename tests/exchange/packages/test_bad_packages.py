"""Packages that are not as they should be: one clear sentence each, nothing handed out, nothing left anywhere."""

from __future__ import annotations

import io
import json
import stat
import struct
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from exchange.packages.forging import (
    ADA,
    BEN,
    CAT,
    CLIP,
    ENVELOPES,
    PARTS,
    listed,
    manifest_of,
    member,
    members,
    patched,
    seal,
    zipped,
)
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.identity import UnlockedIdentity
from fidelity_rater.exchange.packages.files import SealedPackageFiles
from fidelity_rater.exchange.packages.manifest import to_bytes
from fidelity_rater.exchange.packages.names import Limits
from helpers.libraries import Told
from helpers.packages import head_of, package_files

Scratch = Callable[[], AbstractContextManager[BinaryIO]]
Refuses = Callable[..., None]

CHANGED = "not as its sender signed it"
UNSAFE = "does not belong in a package"
NO_PACKAGE = "not a package of Fidelity Rater"
NEWER = "later version"
LARGE = "larger than the app takes in"
UNREADABLE = "contents of the package cannot be read"


@pytest.fixture
def refuses(files: SealedPackageFiles, tmp_path: Path, room: Path, scratch: Scratch) -> Refuses:
    """Open it and see that it is refused in these words, with nothing left beside it or in temporary folders."""

    def look(path: Path, said: str, *, key: UnlockedIdentity | str = BEN, by: SealedPackageFiles | None = None) -> None:
        before = path.read_bytes()
        with (
            pytest.raises(UserFacingError) as error,
            (by or files).open(path, key=key, scratch=scratch, progress=Told()),
        ):
            pytest.fail("it was handed out")
        assert said in error.value.message
        assert error.value.message.endswith(".")
        assert error.value.remedy
        assert sorted(entry.name for entry in tmp_path.iterdir()) == [path.name, "room"]
        assert not any(room.iterdir())
        assert path.read_bytes() == before

    return look


@pytest.fixture
def whole() -> bytes:
    return zipped(members())


def test_the_forgers_good_package_is_good(tmp_path: Path, files: SealedPackageFiles, scratch: Scratch) -> None:
    for compression in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        parts = {name: data for name, data in PARTS.items() if name != CLIP or compression == zipfile.ZIP_STORED}
        path = seal(tmp_path / "a", zipped(members(parts), compression=compression))
        with files.open(path, key=BEN, scratch=scratch, progress=Told()) as package:
            assert package.names == tuple(parts)


class TestEnvelope:
    """What can be wrong before anything is inside; more of it in the tests of the envelopes."""

    def test_not_the_recipient(self, tmp_path: Path, refuses: Refuses, whole: bytes) -> None:
        refuses(seal(tmp_path / "a", whole), "meant for somebody else", key=CAT)

    def test_a_passphrase_where_none_is_asked(self, tmp_path: Path, refuses: Refuses, whole: bytes) -> None:
        refuses(seal(tmp_path / "a", whole), "locked to a person", key="four unrelated words")

    @pytest.mark.parametrize("place", [0.3, 0.5, 0.7, 0.999])
    def test_a_flipped_bit(self, tmp_path: Path, refuses: Refuses, whole: bytes, place: float) -> None:
        path = seal(tmp_path / "a", whole)
        data = bytearray(path.read_bytes())
        data[int(len(data) * place)] ^= 4
        path.write_bytes(data)
        refuses(path, "damaged, or was not copied to its end")

    @pytest.mark.parametrize("share", [0.001, 0.01, 0.1, 0.5, 0.999])
    def test_cut_short(self, tmp_path: Path, refuses: Refuses, whole: bytes, share: float) -> None:
        path = seal(tmp_path / "a", whole)
        data = path.read_bytes()
        path.write_bytes(data[: int(len(data) * share)])
        refuses(path, "damaged, or was not copied to its end")

    @pytest.mark.parametrize(
        ("data", "said"),
        [(b"", "The file is empty."), (b"Dear Ben,\nplease find enclosed", NO_PACKAGE), (bytes(5000), NO_PACKAGE)],
    )
    def test_another_file(self, tmp_path: Path, refuses: Refuses, data: bytes, said: str) -> None:
        (tmp_path / "a").write_bytes(data)
        refuses(tmp_path / "a", said)

    def test_a_zip_that_nobody_locked(self, tmp_path: Path, refuses: Refuses, whole: bytes) -> None:
        (tmp_path / "a").write_bytes(whole)
        refuses(tmp_path / "a", NO_PACKAGE)

    def test_more_than_is_taken_in(self, tmp_path: Path, refuses: Refuses, whole: bytes) -> None:
        refuses(seal(tmp_path / "a", whole), LARGE, by=package_files(ENVELOPES, limits=Limits(whole=5000)))


class TestSigned:
    """What holds together by itself, but is not what was signed for this person."""

    def test_passed_on_by_whom_it_was_for(self, tmp_path: Path, refuses: Refuses, whole: bytes) -> None:
        refuses(seal(tmp_path / "a", whole, to=CAT.person), "made this package for somebody else", key=CAT)

    def test_for_whoever_has_the_passphrase_but_locked_to_me(self, tmp_path: Path, refuses: Refuses) -> None:
        contents = zipped(members(manifest=manifest_of(PARTS, to=None)))
        refuses(seal(tmp_path / "a", contents), "made this package for somebody else")

    @pytest.mark.parametrize("name", PARTS)
    def test_an_edited_part(self, tmp_path: Path, refuses: Refuses, name: str) -> None:
        data = bytearray(PARTS[name])
        data[3] ^= 1
        edited = PARTS | {name: bytes(data)}
        refuses(seal(tmp_path / "a", zipped(members(edited, manifest=manifest_of(PARTS)))), CHANGED)

    def test_a_longer_part(self, tmp_path: Path, refuses: Refuses) -> None:
        edited = PARTS | {CLIP: PARTS[CLIP] + b"x"}
        refuses(seal(tmp_path / "a", zipped(members(edited, manifest=manifest_of(PARTS)))), CHANGED)

    def test_a_part_too_few(self, tmp_path: Path, refuses: Refuses) -> None:
        fewer = {name: data for name, data in PARTS.items() if name != CLIP}
        refuses(seal(tmp_path / "a", zipped(members(fewer, manifest=manifest_of(PARTS)))), CHANGED)

    def test_a_part_too_many(self, tmp_path: Path, refuses: Refuses) -> None:
        more = PARTS | {"moments.jsonl": b"{}\n"}
        refuses(seal(tmp_path / "a", zipped(members(more, manifest=manifest_of(PARTS)))), CHANGED)

    def test_a_part_that_is_listed_twice(self, tmp_path: Path, refuses: Refuses) -> None:
        manifest = to_bytes(head_of(ADA, addressee=BEN.person), [*listed(PARTS), listed(PARTS)[0]])
        refuses(seal(tmp_path / "a", zipped(members(manifest=manifest))), CHANGED)

    def test_an_edited_manifest(self, tmp_path: Path, refuses: Refuses) -> None:
        good = members()
        edited = manifest_of(PARTS, about="r-2")
        contents = zipped([(name, edited if name == "manifest.json" else data) for name, data in good])
        refuses(seal(tmp_path / "a", contents), CHANGED)

    def test_signed_by_somebody_else_than_it_says(self, tmp_path: Path, refuses: Refuses) -> None:
        refuses(seal(tmp_path / "a", zipped(members(by=CAT))), CHANGED)

    def test_another_signer_named_under_the_same_signature(self, tmp_path: Path, refuses: Refuses) -> None:
        signer = json.loads(manifest_of(PARTS))["signer"] | {"uid": CAT.person.uid}
        good = dict(members())
        forged = dict(members(manifest=manifest_of(PARTS, signer=signer))) | {"manifest.sig": good["manifest.sig"]}
        contents = zipped(forged.items())
        refuses(seal(tmp_path / "a", contents), CHANGED)


class TestManifest:
    """A manifest that its signer did sign, but that is no manifest as this version knows it."""

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"version": 2}, NEWER),
            ({"version": 99, "parts": "of another shape"}, NEWER),
            ({"kind": "telegram"}, NEWER),
            ({"format": "other-package"}, NO_PACKAGE),
            ({"format": None}, NO_PACKAGE),
            ({"version": 0}, UNREADABLE),
            ({"version": "1"}, UNREADABLE),
            ({"version": True}, UNREADABLE),
            ({"kind": ["feedback"]}, UNREADABLE),
            ({"uid": "../../up"}, UNREADABLE),
            ({"uid": ""}, UNREADABLE),
            ({"uid": 7}, UNREADABLE),
            ({"made_at": "yesterday"}, UNREADABLE),
            ({"made_at": "2026-03-02T09:30:00"}, UNREADABLE),
            ({"made_at": "0001-01-01T00:00:00+14:00"}, UNREADABLE),
            ({"made_at": 5}, UNREADABLE),
            ({"signer": "Ada"}, UNREADABLE),
            ({"signer": {}}, UNREADABLE),
            ({"addressee": None}, UNREADABLE),
            ({"addressee": 7}, UNREADABLE),
            ({"about": "a b"}, UNREADABLE),
            ({"app_version": "1\n2"}, UNREADABLE),
            ({"app_version": ["1"]}, UNREADABLE),
            ({"counts": [1]}, UNREADABLE),
            ({"counts": {"clips": -1}}, UNREADABLE),
            ({"counts": {"clips": 1.5}}, UNREADABLE),
            ({"parts": {}}, UNREADABLE),
            ({"more": "of it"}, UNREADABLE),
            ({"made_at": "2026-03-02T09:30:00Z"}, UNREADABLE),
            ({"parts": [7]}, UNREADABLE),
            ({"parts": [{"name": "../up.jsonl", "size": 1, "sha256": "0" * 64}]}, UNREADABLE),
            ({"parts": [{"name": CLIP, "size": -1, "sha256": "0" * 64}]}, UNREADABLE),
            ({"parts": [{"name": CLIP, "size": True, "sha256": "0" * 64}]}, UNREADABLE),
            ({"parts": [{"name": CLIP, "size": 1, "sha256": "0" * 63}]}, UNREADABLE),
        ],
    )
    def test_one_thing_is_wrong_with_it(
        self, tmp_path: Path, refuses: Refuses, changes: dict[str, Any], said: str
    ) -> None:
        refuses(seal(tmp_path / "a", zipped(members(manifest=manifest_of(PARTS, **changes)))), said)

    @pytest.mark.parametrize("field", ["signing_key", "receiving_key"])
    def test_a_key_of_the_wrong_length(self, tmp_path: Path, refuses: Refuses, field: str) -> None:
        signer = json.loads(manifest_of(PARTS))["signer"] | {field: "00" * 31}
        refuses(seal(tmp_path / "a", zipped(members(manifest=manifest_of(PARTS, signer=signer)))), UNREADABLE)

    @pytest.mark.parametrize(
        ("manifest", "said"),
        [
            (b"", NO_PACKAGE),
            (b"\xff\xfe", NO_PACKAGE),
            (b"[" * 100_000, NO_PACKAGE),
            (b"[1]", NO_PACKAGE),
            (b'{"format":"fidelity-package","version":1}', UNREADABLE),
            (manifest_of(PARTS).replace(b",", b", ", 1), UNREADABLE),
            (manifest_of(PARTS)[:-1] + b',"uid":"other"}', UNREADABLE),
            (manifest_of(PARTS, app_version="\\ud800").replace(b"\\\\ud800", b"\\ud800"), UNREADABLE),
        ],
        ids=["empty", "no text", "deep", "a list", "bare", "spaced", "said twice", "half a character"],
    )
    def test_it_is_not_written_as_it_should_be(
        self, tmp_path: Path, refuses: Refuses, manifest: bytes, said: str
    ) -> None:
        refuses(seal(tmp_path / "a", zipped(members(manifest=manifest))), said)


class TestArchive:
    """A zip made to break its reader."""

    def test_something_else_was_locked(self, tmp_path: Path, refuses: Refuses) -> None:
        refuses(seal(tmp_path / "a", b"Dear Ben,\nplease find enclosed"), NO_PACKAGE)

    def test_another_zip_was_locked(self, tmp_path: Path, refuses: Refuses) -> None:
        refuses(seal(tmp_path / "a", zipped([("letter.txt", b"Dear Ben")])), NO_PACKAGE)

    def test_without_a_signature(self, tmp_path: Path, refuses: Refuses) -> None:
        refuses(seal(tmp_path / "a", zipped(members()[:-1])), NO_PACKAGE)

    @pytest.mark.parametrize(
        "name",
        [
            "../up.jsonl",
            "media/../../up.ogg",
            "/etc/passwd",
            "C:up.jsonl",
            "media\\up.ogg",
            "..\\up.jsonl",
            "media/",
            "media//a.ogg",
            "media/a\x01.ogg",
            "a\x00b.jsonl",
            "media/ü.ogg",
            "media/a/b.ogg",
            "letter.txt",
            "FEEDBACK.JSONL",
            "media/a.ogg.exe",
            ".jsonl",
            "x" * 300,
        ],
    )
    def test_a_name_that_leads_elsewhere(self, tmp_path: Path, refuses: Refuses, name: str) -> None:
        placeholder = "z" * len(name.encode())
        contents = zipped([*members(), (placeholder, b"x")]).replace(placeholder.encode(), name.encode())
        if not name.isascii():
            contents = zipped([*members(), (name, b"x")])
        refuses(seal(tmp_path / "a", contents), UNSAFE)

    @pytest.mark.parametrize("name", ["feedback.jsonl", "manifest.json", "manifest.sig"])
    @pytest.mark.filterwarnings("ignore:Duplicate name")
    def test_a_name_twice(self, tmp_path: Path, refuses: Refuses, name: str) -> None:
        refuses(seal(tmp_path / "a", zipped([*members(), (name, b"x" * 64)])), UNSAFE)

    @pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFDIR, stat.S_IFIFO])
    def test_a_link_or_a_folder(self, tmp_path: Path, refuses: Refuses, kind: int) -> None:
        link = member("moments.jsonl", external_attr=(kind | 0o777) << 16)
        refuses(seal(tmp_path / "a", zipped([*members(), (link, b"/etc/passwd")])), UNSAFE)

    def test_a_member_under_its_own_password(self, tmp_path: Path, refuses: Refuses, whole: bytes) -> None:
        def flag(data: bytearray, entry: int) -> None:
            data[entry + 8] |= 1

        refuses(seal(tmp_path / "a", patched(whole, b"feedback.jsonl", flag)), UNSAFE)

    @pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
    def test_another_compression(self, tmp_path: Path, refuses: Refuses, method: int) -> None:
        refuses(seal(tmp_path / "a", zipped(members(), compression=method)), UNSAFE)

    def test_sound_that_was_compressed(self, tmp_path: Path, refuses: Refuses) -> None:
        refuses(seal(tmp_path / "a", zipped(members(), compression=zipfile.ZIP_DEFLATED)), UNSAFE)

    @pytest.mark.parametrize("limits", [Limits(parts=2), Limits(text=25), Limits(texts=30)])
    def test_too_much(self, tmp_path: Path, refuses: Refuses, limits: Limits) -> None:
        refuses(seal(tmp_path / "a", zipped(members())), LARGE, by=package_files(ENVELOPES, limits=limits))

    @pytest.mark.parametrize("limits", [Limits(text=1 << 20), Limits(texts=1 << 20), Limits(whole=1 << 20)])
    def test_a_bomb_that_says_so(self, tmp_path: Path, refuses: Refuses, limits: Limits) -> None:
        bomb = zipped(members({"feedback.jsonl": b" " * (2 << 20)}), compression=zipfile.ZIP_DEFLATED)
        assert len(bomb) < 10_000
        refuses(seal(tmp_path / "a", bomb), LARGE, by=package_files(ENVELOPES, limits=limits))

    def test_a_bomb_that_says_it_is_small(self, tmp_path: Path, refuses: Refuses) -> None:
        """It is read to the size that was said, and no further."""
        contents = zipped(
            members({"feedback.jsonl": b" " * (4 << 20)}, manifest=manifest_of({"feedback.jsonl": b" " * 100})),
            compression=zipfile.ZIP_DEFLATED,
        )

        def shrink(data: bytearray, entry: int) -> None:
            data[entry + 24 : entry + 28] = struct.pack("<I", 100)

        refuses(seal(tmp_path / "a", patched(contents, b"feedback.jsonl", shrink)), UNSAFE)

    def test_a_manifest_beyond_measure(self, tmp_path: Path, refuses: Refuses) -> None:
        contents = zipped(members({}, manifest=b" " * (5 << 20)), compression=zipfile.ZIP_DEFLATED)
        refuses(seal(tmp_path / "a", contents), UNSAFE)

    def test_a_list_of_contents_beyond_measure(self, tmp_path: Path, refuses: Refuses) -> None:
        limits = Limits(directory=100)
        refuses(seal(tmp_path / "a", zipped(members())), NO_PACKAGE, by=package_files(ENVELOPES, limits=limits))

    def test_another_name_where_it_lies_than_in_the_list(self, tmp_path: Path, refuses: Refuses, whole: bytes) -> None:
        contents = whole.replace(b"feedback.jsonl", b"feedbacc.jsonl", 1)
        refuses(seal(tmp_path / "a", contents), CHANGED)

    def test_a_wrong_checksum_of_the_zip(self, tmp_path: Path, refuses: Refuses, whole: bytes) -> None:
        def spoil(data: bytearray, entry: int) -> None:
            data[entry + 16] ^= 1

        refuses(seal(tmp_path / "a", patched(whole, CLIP.encode(), spoil)), CHANGED)

    def test_places_that_lie_outside(self, tmp_path: Path, refuses: Refuses, whole: bytes) -> None:
        def far(data: bytearray, entry: int) -> None:
            data[entry + 42 : entry + 46] = struct.pack("<I", 0x7FFFFFFF)

        refuses(seal(tmp_path / "a", patched(whole, CLIP.encode(), far)), CHANGED)

    def test_any_byte_of_it_changed_is_noticed_or_harmless(
        self, files: SealedPackageFiles, whole: bytes, tmp_path: Path, scratch: Scratch
    ) -> None:
        """Nothing but what was signed is ever handed out, and nothing but a sentence ever comes back."""
        for place in range(len(whole) - 900, len(whole), 5):
            data = bytearray(whole)
            data[place] ^= 0x41
            path = seal(tmp_path / f"{place}", bytes(data))
            try:
                with files.open(path, key=BEN, scratch=scratch, progress=Told()) as package:
                    assert {name: package.read(name) for name in package.names} == PARTS
            except UserFacingError:
                pass
            path.unlink()


class TestLines:
    """JSON Lines that were signed as they are, and are wrong."""

    @pytest.mark.parametrize(
        "line",
        [
            b"\xff\xfe\n",
            b"{\n",
            b"[1]\n",
            b"7\n",
            b"\n",
            b'{"a":NaN}\n',
            b'{"a":-Infinity}\n',
            b'{"a":1e999}\n',
            b'{"a":' + b"9" * 5000 + b"}\n",
            b'{"a":"\\ud800"}\n',
            b'{"\\udc00":1}\n',
            b'{"a":' + b"[" * 200_000 + b"\n",
            b'{"a":' * 100_000 + b"\n",
            b'{"a":1} {"b":2}\n',
            b'\xef\xbb\xbf{"a":1}\n',
        ],
    )
    def test_one_clear_sentence(self, tmp_path: Path, files: SealedPackageFiles, scratch: Scratch, line: bytes) -> None:
        path = seal(tmp_path / "a", zipped(members({"events.jsonl": b'{"n":1}\n' + line})))
        with files.open(path, key=BEN, scratch=scratch, progress=Told()) as package:
            lines = package.lines("events.jsonl")
            assert next(lines) == {"n": 1}
            with pytest.raises(UserFacingError, match=UNREADABLE):
                list(lines)

    def test_a_line_beyond_measure(self, tmp_path: Path, scratch: Scratch) -> None:
        path = seal(tmp_path / "a", zipped(members({"events.jsonl": b'{"a":"' + b"x" * 5000 + b'"}\n'})))
        small = package_files(ENVELOPES, limits=Limits(line=4000))
        with (
            small.open(path, key=BEN, scratch=scratch, progress=Told()) as package,
            pytest.raises(UserFacingError, match=UNREADABLE),
        ):
            list(package.lines("events.jsonl"))

    def test_the_last_line_needs_no_end(self, tmp_path: Path, files: SealedPackageFiles, scratch: Scratch) -> None:
        path = seal(tmp_path / "a", zipped(members({"events.jsonl": b'{"n":1}\n{"n":2}'})))
        with files.open(path, key=BEN, scratch=scratch, progress=Told()) as package:
            assert list(package.lines("events.jsonl")) == [{"n": 1}, {"n": 2}]


def test_a_scratch_that_fails_is_told_as_it_tells(files: SealedPackageFiles, tmp_path: Path) -> None:
    class Full(io.BytesIO):
        def write(self, data: object) -> int:
            raise UserFacingError("The disk is full.")

    path = seal(tmp_path / "a", zipped(members()))
    with pytest.raises(UserFacingError, match="disk is full"), files.open(path, key=BEN, scratch=Full, progress=Told()):
        pytest.fail("it opened")
