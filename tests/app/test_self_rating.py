"""A self-rating beside another rating: item by item, in sum, and which came first."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.worlds import World, scale_files
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.self_rating import (
    FEWEST,
    Comparison,
    Order,
    SessionCompared,
    compare,
    first_seen,
    in_time,
    order_of,
    order_words,
)
from fidelity_rater.domain.feedback import Reply
from fidelity_rater.domain.ratings.events import Score

EARLY, LATE = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)
SHELF = ScaleShelf(scale_files(), default_name="ipt.toml")
CORE = tuple(f"CORE-{n:02}" for n in range(1, 7))


def scores(*values: int, dimension: str = "adherence") -> dict[tuple[str, str], Score]:
    return {(item, dimension): Score(value) for item, value in zip(CORE, values, strict=False)}


@pytest.mark.parametrize(
    ("seen_other", "signed_at", "seen_at", "order"),
    [
        (False, EARLY, LATE, Order.BEFORE),
        (False, EARLY, None, Order.BEFORE),
        (False, LATE, EARLY, Order.BETWEEN),
        (False, None, EARLY, Order.BETWEEN),
        (True, LATE, EARLY, Order.AFTER),
        (True, LATE, None, Order.AFTER),
        (None, LATE, EARLY, Order.UNKNOWN),
        (None, LATE, None, Order.UNKNOWN),
        (None, EARLY, LATE, Order.BEFORE),
    ],
)
def test_the_order_is_what_the_record_and_the_clock_say(
    seen_other: bool | None, signed_at: datetime | None, seen_at: datetime | None, order: Order
) -> None:
    assert order_of(seen_other, signed_at=signed_at, seen_at=seen_at) is order
    assert order_words(order)


def test_gaps_are_own_less_other_and_say_on_how_many_items_they_stand(scales: ScaleShelf) -> None:
    found = compare(scales.default(), scores(4, 3, 3, 2, 4, 1), scores(3, 3, 2, 2, 2, 1))
    gap = found.gap("adherence")
    assert gap is not None
    assert (gap.n, gap.same, gap.within_one) == (6, 3, 5)
    assert gap.mean == pytest.approx(4 / 6)
    assert gap.spread == pytest.approx(0.8165, abs=1e-4)
    assert [pair.gap for pair in found.pairs] == [1, 0, 1, 0, 2, 0]
    assert found.gap("quality") is None


def test_too_few_items_give_a_sentence_and_no_number(scales: ScaleShelf) -> None:
    gap = compare(scales.default(), scores(4, 3), scores(3, 3)).gap("adherence")
    assert gap is not None
    assert (gap.mean, gap.spread, gap.distance, gap.own_mean) == (None, None, None, None)
    assert str(gap.n) in gap.too_few


def test_states_and_what_only_one_answered_are_no_numbers(scales: ScaleShelf) -> None:
    scale = scales.default()
    own = {**scores(4), (CORE[1], "adherence"): Score(state=scale.states[0].id)}
    found = compare(scale, own, {**scores(2, 3, 3)})
    assert [pair.gap for pair in found.pairs] == [2, None, None]
    assert found.pairs[1].own.words.startswith(scale.states[0].label)
    assert (found.only_own, found.only_other) == (0, 1)


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=6))
def test_turned_round_the_gap_has_the_other_sign(both: list[tuple[int, int]]) -> None:
    scale = SHELF.default()
    mine, theirs = scores(*(a for a, _ in both)), scores(*(b for _, b in both))
    there, back = compare(scale, mine, theirs).gap("adherence"), compare(scale, theirs, mine).gap("adherence")
    if not both:
        assert there is back is None
        return
    assert there is not None
    assert back is not None
    assert (there.n, there.same, there.distance) == (back.n, back.same, back.distance)
    assert (there.mean is None) == (len(both) < FEWEST)
    if there.mean is not None and back.mean is not None:
        assert there.mean == pytest.approx(-back.mean)


def test_the_first_look_is_what_any_reply_says(world: World) -> None:
    rated, reply = world.begin(), "5f0f5ad2-0a6b-4a53-8b44-6f3b1c1d2e3f"
    with world.library.work() as uow:
        assert first_seen(uow, [rated]) is None
        for n, at in enumerate((LATE, EARLY)):
            body = Reply(f"{reply[:-1]}{n}", "f", rated, "p", at).as_json()
            kind = DocumentKind.REPLY_RECEIVED
            uow.documents.keep(Document(f"{reply[:-1]}{n}", kind, rated, world.person.uid, body, at, at, final=True))
        assert first_seen(uow, [rated]) == EARLY


def test_sessions_come_in_the_order_in_which_they_were_held() -> None:
    empty = Comparison((), ())
    days = (None, date(2026, 3, 2), date(2026, 1, 5))
    rows = [SessionCompared(str(n), str(n), day, empty) for n, day in enumerate(days)]
    assert [row.session_uid for row in in_time(rows)] == ["2", "1", "0"]
