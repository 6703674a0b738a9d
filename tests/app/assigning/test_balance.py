"""Sessions are spread evenly, and nobody gets what they must not have."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity_rater.app.assigning.balance import ToSpread, spread

RATERS = ("r1", "r2", "r3", "r4")
STRATA = st.sampled_from([("initial",), ("middle",), ("termination",)])
FREE = st.lists(st.builds(ToSpread, st.uuids().map(str), STRATA), max_size=20, unique_by=lambda each: each.uid)
BARRED = st.lists(
    st.builds(ToSpread, st.uuids().map(str), STRATA, st.frozensets(st.sampled_from(RATERS))),
    max_size=20,
    unique_by=lambda each: each.uid,
)


@given(sessions=FREE, n=st.integers(1, 4), each=st.integers(1, 3))
@settings(max_examples=40)
def test_everybody_gets_equally_many_in_sum_and_in_each_stratum(sessions: list[ToSpread], n: int, each: int) -> None:
    raters = RATERS[:n]
    made = spread(sessions, raters, each=each)
    stratum_of = {session.uid: session.stratum for session in sessions}
    total = Counter(rater for chosen in made.values() for rater in chosen)
    assert max(total.values(), default=0) - min((total[rater] for rater in raters), default=0) <= 1
    for stratum in set(stratum_of.values()):
        of = Counter(rater for uid, chosen in made.items() if stratum_of[uid] == stratum for rater in chosen)
        assert max(of.values()) - min(of[rater] for rater in raters) <= 1
    assert all(len(chosen) == min(each, n) for chosen in made.values())


@given(sessions=BARRED, each=st.integers(1, 3))
@settings(max_examples=40)
def test_nobody_gets_what_is_barred_or_anything_twice(sessions: list[ToSpread], each: int) -> None:
    made = spread(sessions, (*RATERS, "r1"), each=each)
    for session in sessions:
        chosen = made[session.uid]
        assert len(set(chosen)) == len(chosen) == min(each, len(set(RATERS) - session.barred))
        assert not session.barred & set(chosen)


def test_what_only_few_may_have_is_made_up_for_by_the_rest() -> None:
    sessions = [ToSpread(f"free {n}") for n in range(4)] + [
        ToSpread(f"barred {n}", (), frozenset({"r1"})) for n in range(4)
    ]
    total = Counter(rater for chosen in spread(sessions, ("r1", "r2"), each=1).values() for rater in chosen)
    assert total == {"r1": 4, "r2": 4}


def test_whoever_has_much_already_comes_last_among_equals() -> None:
    made = spread([ToSpread("one")], ("r1", "r2"), each=1, busy={"r1": 3})
    assert made == {"one": ("r2",)}
