"""Work beside: in order, bounded, failures told on either side, no thread left."""

from __future__ import annotations

import threading

import pytest

from fidelity_rater.media.beside import Beside


def test_all_is_done_in_order() -> None:
    done: list[int] = []
    with Beside(done.append, waiting=2) as beside:
        for piece in range(500):
            beside.hand(piece)
    assert done == list(range(500))


def test_a_failure_beside_is_raised_where_work_is_handed_out() -> None:
    def fail(piece: int) -> None:
        raise ValueError(piece)

    with pytest.raises(ValueError, match="0"), Beside(fail, waiting=1) as beside:
        for piece in range(1000):
            beside.hand(piece)
        pytest.fail("it never noticed")


def test_a_failure_with_the_last_piece_is_raised_too() -> None:
    def fail(piece: int) -> None:
        raise ValueError(piece)

    with pytest.raises(ValueError, match="7"), Beside(fail, waiting=1) as beside:
        beside.hand(7)


def test_what_waits_is_left_undone_when_its_owner_fails() -> None:
    go, done = threading.Event(), list[int]()
    begun = threading.Event()

    def work(piece: int) -> None:
        begun.set()
        go.wait(10)
        done.append(piece)

    with pytest.raises(KeyError), Beside(work, waiting=5) as beside:
        for piece in range(4):
            beside.hand(piece)
        begun.wait(10)
        beside._given_up = True
        go.set()
        raise KeyError
    assert done == [0]
    assert not any(thread.name == "peaks" for thread in threading.enumerate())
