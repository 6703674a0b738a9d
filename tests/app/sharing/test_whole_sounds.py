"""Of a whole recording only its sound leaves; it is known again by what its original file was."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from app.sharing.homes import CLIENT, NAME_TAG, SOUND, Home
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.sharing.models import SubmissionOrder
from fidelity_rater.domain.caseload import Recording
from fidelity_rater.media.clips import PyAvClips
from helpers.libraries import heard
from helpers.packages import package_files, written_in
from helpers.sounds import encoded

KINDS: Final = {
    "mp3": ("mp3", "libmp3lame"),
    "m4a": ("ipod", "aac"),
    "flac": ("flac", "flac"),
    "opus": ("ogg", "libopus"),
}


def kept(home: Home, uid: str) -> Recording:
    with home.library.read() as uow:
        found: Recording = uow.recordings.get(uid)
    return found


def test_what_a_file_says_besides_its_sound_stays(trainee: Home, supervisor: Home) -> None:
    session = trainee.session()
    recording = trainee.recording(session, sound=NAME_TAG + SOUND)
    sent = trainee.send(SubmissionOrder(session.uid), supervisor)
    assert CLIENT.encode() not in written_in(sent.path)
    assert supervisor.take(sent).recordings == 1
    assert heard(supervisor.library, recording.uid) == SOUND
    here = kept(supervisor, recording.uid)
    assert (here.sha256, here.size) == (recording.sha256, recording.size)
    assert (here.codec, here.container) == ("opus", "opus")


def test_what_cannot_be_copied_is_encoded_anew_and_not_called_covered(trainee: Home, supervisor: Home) -> None:
    session = trainee.session()
    recording = trainee.recording(session)
    trainee.cutter.copies = False
    sent = trainee.send(SubmissionOrder(session.uid), supervisor)
    assert not any("covered" in line for line in supervisor.look(sent).lines)
    supervisor.take(sent)
    assert heard(supervisor.library, recording.uid) == b"covered whole 0"
    assert kept(supervisor, recording.uid).sha256 == recording.sha256


def test_a_copy_and_its_original_are_the_same_recording(
    trainee: Home, supervisor: Home, tmp_path: Path, scales: ScaleShelf
) -> None:
    session = trainee.session()
    recording = trainee.recording(session, sound=NAME_TAG + SOUND)
    supervisor.take(trainee.send(SubmissionOrder(session.uid), supervisor))
    colleague = Home("Cleo", tmp_path, scales)
    same = colleague.session()
    original = colleague.recording(same, sound=NAME_TAG + SOUND)
    taken = supervisor.take(colleague.send(SubmissionOrder(same.uid), supervisor, name="again.fidpkg"))
    assert taken.recordings == 0
    with supervisor.library.read() as uow:
        assert uow.aliases.local(original.uid) == recording.uid


@pytest.mark.parametrize("kind", KINDS)
def test_no_name_in_a_files_tags_is_in_a_package(kind: str, trainee: Home, supervisor: Home) -> None:
    session = trainee.session()
    data = encoded(*KINDS[kind], 0.5, told=CLIENT)
    assert CLIENT.encode() in data
    recording = trainee.recording(session, sound=data)
    trainee.cutter = PyAvClips()  # type: ignore[assignment]
    trainee.use(package_files())
    sent = trainee.send(SubmissionOrder(session.uid), supervisor)
    assert CLIENT.encode() not in written_in(sent.path)
    supervisor.take(sent)
    assert CLIENT.encode() not in heard(supervisor.library, recording.uid)
    assert kept(supervisor, recording.uid).codec == {"m4a": "aac"}.get(kind, kind)
