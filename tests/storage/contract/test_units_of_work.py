"""All or nothing, and readers see one state."""

from __future__ import annotations

from typing import Any

import pytest

from storage import stories
from storage.stories import Story


def test_silence_rolls_back(library: Any) -> None:
    with library.work() as work:
        work.therapists.add(stories.therapist())
    with library.read() as work:
        assert work.therapists.all() == ()


def test_an_exception_rolls_back_and_passes_through(library: Any) -> None:
    def stumble() -> None:
        with library.work() as work:
            work.therapists.add(stories.therapist())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stumble()
    with library.read() as work:
        assert work.therapists.all() == ()


def test_what_follows_a_commit_is_another_unit(library: Any) -> None:
    with library.work() as work:
        work.therapists.add(stories.therapist("T01"))
        work.commit()
        work.therapists.add(stories.therapist("T02"))
    with library.read() as work:
        assert [found.code for found in work.therapists.all()] == ["T01"]


def test_a_reader_sees_the_state_it_began_with(story: Story) -> None:
    with story.library.read() as reading:
        assert len(reading.therapists.all()) == 1
        with story.library.work() as work:
            work.therapists.add(stories.therapist("T02"))
            work.commit()
        assert len(reading.therapists.all()) == 1
    with story.library.read() as reading:
        assert len(reading.therapists.all()) == 2
