"""The page on the format names every field that is written, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.sharing import forged
from app.sharing.homes import Home
from fidelity_rater.app.ports.documents import Clip
from fidelity_rater.app.ports.packages import PackageKind
from fidelity_rater.app.sharing.bodies import _READERS
from fidelity_rater.app.sharing.contents import parts_of
from fidelity_rater.app.sharing.gathering import Gathering
from fidelity_rater.app.sharing.lines import CarriedClip, clip_line, read_clip
from fidelity_rater.app.sharing.opened import _ALLOWED
from fidelity_rater.app.sharing.reading import Fields

PAGE = (Path(__file__).parents[3] / "docs" / "package-format.md").read_text(encoding="utf-8")


def named(part: str) -> set[str]:
    """The fields that the page names for a part."""
    row = re.search(rf"^\| `{re.escape(part)}` \|(.*)\|$", PAGE, re.MULTILINE)
    assert row is not None, f"the page does not tell of {part}"
    fields = re.sub(r"\(a list of[^)]*\)", "", row[1].split(";")[0].split(":")[0])
    return set(re.findall(r"`([a-z_0-9]+)`", fields))


def test_every_field_is_described(supervisor: Home) -> None:
    session = supervisor.session()
    supervisor.recording(session)
    rating = supervisor.rated(session)
    with supervisor.library.read() as uow:
        gathering = Gathering(uow)
        gathering.person(supervisor.person)
        gathering.rating(rating.uid)
        contents = gathering.contents()
    for part in parts_of(contents):
        if part.name.endswith(".jsonl"):
            line = forged.first_line(part)
            assert named(part.name) - {"also"} == set(line), part.name


def test_clips_are_described_and_read_back() -> None:
    clip = Clip(forged.new_uid(), forged.new_uid(), 1000, 9000, "opus", forged.new_uid(), forged.new_uid(), True)
    carried = CarriedClip(clip, "media/a.opus", (clip.moment_uid,))
    line = clip_line(carried)
    assert named("clips.jsonl") == set(line)
    assert read_clip(Fields(line, "clips"), package_uid=clip.package_uid) == carried


@pytest.mark.parametrize("kind", PackageKind)
def test_every_kind_and_its_documents_are_described(kind: PackageKind) -> None:
    assert f"| `{kind}` |" in PAGE
    assert all(f"| `{document}` |" in PAGE for document in _ALLOWED[kind])
    assert _ALLOWED[kind] <= set(_READERS)
