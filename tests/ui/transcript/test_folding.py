"""Words are found whatever their case and accents, and emphasised where they really stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity_rater.ui.transcript.folding import folded, spans_of


@pytest.mark.parametrize(
    ("wanted", "text", "found"),
    [
        ("cafe", "Im Café, am CAFÉ", ["Café", "CAFÉ"]),
        ("strasse", "die Straße hinab", ["Straße"]),
        ("e\u0301te\u0301", "un été", ["été"]),
        ("eff", "eﬀort", ["eﬀ"]),
        ("aa", "aaa", ["aa"]),
        ("x", "nothing", []),
        ("", "nothing", []),
    ],
)
def test_what_is_emphasised(wanted: str, text: str, found: list[str]) -> None:
    assert [text[start : start + length] for start, length in spans_of(folded(wanted), text)] == found


@given(st.text(max_size=40), st.integers(0, 40), st.integers(1, 5))
def test_every_part_of_a_text_is_found_in_it(text: str, start: int, length: int) -> None:
    wanted = folded(text[start : start + length])
    spans = spans_of(wanted, text)
    assert bool(spans) == bool(wanted)
    for at, size in spans:
        assert 0 <= at < at + size <= len(text)
        assert wanted in folded(text[at : at + size])
