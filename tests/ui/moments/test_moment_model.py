"""The rows of the moments: in the order of the sound, changed one at a time, whatever the filter."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from fidelity_rater.app.evidence_models import DeskMoment
from fidelity_rater.ui.moments.moment_filter import MomentFilter, Scope
from fidelity_rater.ui.moments.moment_model import MomentModel


def moment(uid: str, start_ms: int, **more: object) -> DeskMoment:
    made = DeskMoment(uid, "core-1", "Warmth", start_ms, start_ms + 8000, "for", "", "tape")
    return replace(made, **more)  # type: ignore[arg-type]


def uids(model: MomentModel) -> list[str]:
    return [model.uid_at(row) for row in range(model.rowCount())]


def test_rows_follow_the_sound_part_after_part(qtmodeltester: ModelTester) -> None:
    model = MomentModel()
    rows = (moment("late", 9000), moment("second", 10, part="b"), moment("early", 100))
    model.show_moments(rows, parts=("tape", "b"))
    assert uids(model) == ["early", "late", "second"]
    qtmodeltester.check(model, force_py=True)


def test_one_new_moment_is_one_new_row(qtbot: QtBot) -> None:
    model = MomentModel()
    model.show_moments([moment(f"m{n}", n * 1000) for n in range(100)])
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.rowsInserted) as inserted:
        model.show_moment(moment("new", 50_500))
    assert inserted.args[1:] == [51, 51]
    assert model.total() == 101


def test_a_note_changes_its_row_only(qtbot: QtBot) -> None:
    model = MomentModel()
    model.show_moments([moment("a", 0), moment("b", 1000)])
    with qtbot.assertNotEmitted(model.rowsMoved), qtbot.waitSignal(model.dataChanged) as changed:
        model.show_moment(moment("b", 1000, note="misses the team"))
    assert changed.args[0].row() == 1


def test_a_moment_that_falls_out_of_the_filter_leaves_the_list_but_not_the_count() -> None:
    model = MomentModel()
    model.show_moments([moment("a", 0), moment("b", 1000, item="")])
    model.show_filter(MomentFilter(Scope.UNPLACED))
    assert uids(model) == ["b"]
    model.show_moment(moment("b", 1000))
    assert uids(model) == []
    assert (model.total(), model.count_of("core-1"), model.count_of("")) == (2, 2, 0)


_starts = st.integers(0, 40)
_act = st.tuples(st.sampled_from("abcdef"), _starts, st.sampled_from(["core-1", "core-2", ""]), st.booleans())


@given(acts=st.lists(_act), scope=st.sampled_from(list(Scope)))
def test_row_by_row_is_the_same_as_anew(acts: list[tuple[str, int, str, bool]], scope: Scope) -> None:
    wanted = MomentFilter(scope, item="core-1")
    model, plain = MomentModel(), dict[str, DeskMoment]()
    model.show_filter(wanted)
    for uid, start, item, keep in acts:
        if keep:
            plain[uid] = moment(uid, start, item=item)
            model.show_moment(plain[uid])
        else:
            plain.pop(uid, None)
            model.remove_moment(uid)
        anew = MomentModel()
        anew.show_filter(wanted)
        anew.show_moments(plain.values())
        assert uids(model) == uids(anew)
        assert [model.row_of(uid) for uid in plain] == [anew.row_of(uid) for uid in plain]
        assert model.count_of("core-1") == anew.count_of("core-1")
