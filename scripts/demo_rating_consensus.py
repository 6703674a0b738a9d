"""What two of the demo's raters agree on once both have signed: one of their answers or what lies between, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from demo_rating_model import Answer
from demo_rating_plan import seeded

FIELDS = ["consensus", "item", "dimension", "value", "state", "reason", "why"]
BETWEEN = (
    "We were two apart. Heard once more, neither end holds.",
    "One of us heard the beginning, the other the end. Taken together it is this.",
)
UP = {
    "adherence": (
        "Heard again, it goes on for longer than one of us had noted.",
        "It is taken up a second time near the end, which settles it.",
        "Said in other words, but said.",
        "The follow-up question counts, and one of us had missed it.",
    ),
    "quality": (
        "The tone carries it, which cannot be seen on paper.",
        "It fits this client at this moment, and the answer shows it.",
        "Plain words and a pause after them: that is the anchor.",
    ),
}
DOWN = {
    "adherence": (
        "Touched on and not followed. The anchor asks for more.",
        "Only named; nothing is done with it.",
        "One of us had counted what the client brings without being asked.",
        "Heard again, it is shorter than it seemed.",
    ),
    "quality": (
        "The right thing, said a little early.",
        "Put as advice, where a question would have brought more.",
        "Closed questions here, one after the other.",
    ),
}
SCORED = ("It did arise, so it is scored.", "There is an opening for it, and one of us had let it pass.")
NOT_SCORED = ("Nothing in this hour calls for it.", "It belongs to another hour; we agree that it is not missing here.")
ONE_ONLY = ("One of us had stopped at nought, so only one quality was there. It holds on hearing it again.",)

Answers = Mapping[tuple[str, str], Answer]


def standing(clicks: Sequence[tuple[int, Sequence[Answer]]]) -> dict[tuple[str, str], Answer]:
    """What a rating says in the end."""
    return {(given.item, given.dimension): given for _, answers in clicks for given in answers}


def agreed_rows(name: str, one: Answers, other: Answers, *, draft: bool) -> Iterator[dict[str, object]]:
    """The rows of one consensus. A draft has what both say alike, and half of the rest."""
    closed: set[str] = set()
    for key in [*one, *(key for key in other if key not in one)]:
        item, dimension = key
        rng = seeded(f"consensus {name} {item} {dimension}")
        if item in closed and dimension == "quality":
            continue
        found, why = _agree(one.get(key), other.get(key), seed=f"consensus {name} {item} {dimension}")
        if dimension == "adherence" and not found.value:
            closed.add(item)
        if draft and why and rng.random() < 0.5:
            continue
        value = "" if found.value is None else found.value
        yield dict(zip(FIELDS, (name, item, dimension, value, found.state, found.reason, why), strict=True))


def _agree(one: Answer | None, other: Answer | None, *, seed: str) -> tuple[Answer, str]:
    rng = seeded(seed)
    if one is None or other is None:
        found = one or other
        assert found is not None
        return found, rng.choice(ONE_ONLY)
    if (one.value, one.state) == (other.value, other.state):
        return one, ""
    if one.value is None or other.value is None:
        found = rng.choice((one, other))
        return found, rng.choice(NOT_SCORED if found.value is None else SCORED)
    low, high = sorted((one, other), key=lambda each: each.value or 0)
    assert low.value is not None
    assert high.value is not None
    if high.value - low.value > 1:
        return Answer(low.item, low.dimension, (low.value + high.value) // 2), rng.choice(BETWEEN)
    found = rng.choice((low, high))
    words = (UP if found is high else DOWN).get(found.dimension, UP["adherence"])
    return found, rng.choice(words)
