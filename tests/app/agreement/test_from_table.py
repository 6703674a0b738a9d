"""A table's agreement: published answers to the digit, the right form named with its reason, too little said so."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity_rater.app.agreement.as_json import LAYOUT, as_json
from fidelity_rater.app.agreement.from_table import TableStudy, TableWish, study_table
from fidelity_rater.app.agreement.models import BlockStudy, Coefficient, Refused, Spread, StudyWish
from fidelity_rater.app.agreement.telling import told
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.jobs import Cancelled
from fidelity_rater.app.silent import SilentProgress
from fidelity_rater.exchange.long_tables import LongTables
from helpers.libraries import Told

FEW = StudyWish(resamples=100)


def study(text: str, wish: StudyWish = FEW, **told_of: object) -> TableStudy:
    return study_table(LongTables().read(text.encode()), TableWish(**told_of), wish, SilentProgress())  # type: ignore[arg-type]


def long(rows: Sequence[Sequence[object]], raters: str = "ABCDEF") -> str:
    lines = [
        f'{target},{raters[place]},"{score}"'
        for target, row in enumerate(rows, start=1)
        for place, score in enumerate(row)
    ]
    return "target,rater,score\n" + "\n".join(lines) + "\n"


@pytest.fixture
def published(test_data: Path) -> Callable[[str], str]:
    def read(name: str) -> str:
        text = (test_data / "reliability" / name / "ratings.csv").read_text(encoding="utf-8")
        return long([row[1:] for row in list(csv.reader(text.splitlines()))[1:]])

    return read


def value(one: BlockStudy, name: str) -> float:
    found = dict(one.answers)[name]
    assert isinstance(found, Coefficient), found
    return found.value


def test_shrout_and_fleiss(published: Callable[[str], str]) -> None:
    found = study(published("shrout_fleiss_1979"))
    (one,) = found.study.totals
    printed = {"icc_1_1": 0.17, "icc_2_1": 0.29, "icc_3_1": 0.71, "icc_1_k": 0.44, "icc_2_k": 0.62, "icc_3_k": 0.91}
    assert {name: round(value(one, name), 2) for name in printed} == printed
    assert isinstance(one.main, Coefficient)
    assert (found.spread, one.main.name) == (Spread.INTERVAL, "ICC(2,1)")
    assert (round(one.main.low or 0, 3), round(one.main.high or 0, 3)) == (0.019, 0.761), "as R's irr gives them"
    assert one.words == "By its interval: anything from poor to good."
    assert "absolute agreement" in one.why


def test_krippendorff_with_missing_cells(published: Callable[[str], str]) -> None:
    found = study(published("krippendorff_canonical_4x12"), spread=Spread.RATIO)
    (one,) = found.study.totals
    printed = {"alpha_nominal": 0.743, "alpha_ordinal": 0.815, "alpha_interval": 0.849, "alpha_ratio": 0.797}
    assert {name: round(value(one, name), 3) for name in printed} == printed


def test_fleiss_diagnoses_are_categories(published: Callable[[str], str]) -> None:
    found = study(published("irr_diagnoses_fleiss1971"))
    (one,) = found.study.totals
    assert (found.spread, round(value(one, "fleiss"), 3)) == (Spread.NOMINAL, 0.430)
    assert isinstance(one.main, Coefficient)
    assert one.main.name == "AC1"
    assert not any(name.startswith("icc") for name, _ in one.answers)
    assert one.depth is not None
    assert isinstance(one.depth.sem, Refused)


def test_a_few_levels_are_told_by_ac2_and_the_rest_is_beside_it(published: Callable[[str], str]) -> None:
    found = study(published("irr_anxiety"))
    (one,) = found.study.totals
    assert isinstance(one.main, Coefficient)
    assert (found.spread, one.main.name, found.levels) == (
        Spread.ORDINAL, "AC2, linear weights", (1.0, 2.0, 3.0, 4.0, 5.0, 6.0),
    )  # fmt: skip
    assert round(value(one, "icc_2_1"), 3) == 0.198
    assert {"exact", "within_one", "kappa_quadratic", "fleiss", "alpha_ordinal"} <= dict(one.answers).keys()
    assert one.words == "", "the bands were proposed for intraclass correlations only"
    assert any("--levels" in note for note in found.notes)


TEN = [(3, 3), (2, 3), (1, 1), (4, 4), (0, 1), (2, 2), (3, 4), (1, 1), (4, 3), (2, 2)]


def test_levels_that_nobody_used_count_when_they_are_named() -> None:
    assert study(long(TEN), levels=tuple(map(float, range(9)))).levels == tuple(map(float, range(9)))
    with pytest.raises(UserFacingError, match="none of the levels"):
        study(long(TEN), levels=(0.0, 1.0, 2.0))


def test_words_have_no_levels() -> None:
    with pytest.raises(UserFacingError, match="levels are numbers"):
        study(long([("a", "b")] * 6), levels=(0.0, 1.0))


def test_what_scores_are_can_be_said() -> None:
    assert study(long(TEN), spread=Spread.INTERVAL).study.totals[0].main.name == "ICC(2,1)"
    assert study(long(TEN), spread=Spread.NOMINAL).study.totals[0].main.name == "AC1"
    with pytest.raises(UserFacingError, match="words"):
        study(long([("a", "b")] * 6), spread=Spread.ORDINAL)
    with pytest.raises(UserFacingError, match="below zero"):
        study(long([(-1, 2)] * 6), spread=Spread.RATIO)


def test_one_rater_and_raters_who_never_meet_are_refused() -> None:
    with pytest.raises(UserFacingError, match="by one rater"):
        study("target,rater,score\n1,A,2\n2,A,3\n")
    with pytest.raises(UserFacingError, match="No target was rated by two"):
        study("target,rater,score\n1,A,2\n2,B,3\n")


def test_too_few_targets_give_a_sentence_and_no_number() -> None:
    (one,) = study(long(TEN[:4])).study.totals
    assert isinstance(one.main, Refused)
    assert "Only 4 were rated by two people" in one.main.why
    assert [name for name, _ in one.answers] == ["exact", "within_one"], "what anybody can count stays"
    assert one.depth is not None
    assert isinstance(one.depth.forecast, Refused)


def test_constant_scores_are_no_agreement_beyond_chance() -> None:
    found = study(long([(3, 3)] * 12))
    (one,) = found.study.totals
    assert isinstance(one.main, Refused)
    assert "All scores are the same" in one.main.why
    assert one.exact == 1.0
    assert "No coefficient: All scores are the same" in told(found)


def test_few_targets_are_said_to_be_few() -> None:
    (one,) = study(long(TEN)).study.totals
    assert any("rough figure" in note for note in one.notes)


def test_agreement_on_one_level_is_told_for_what_it_is() -> None:
    (one,) = study(long([(0, 0)] * 30 + [(0, 1), (1, 0), (2, 0)]), levels=(0.0, 1.0, 2.0, 3.0, 4.0)).study.totals
    assert isinstance(one.main, Coefficient)
    assert one.main.value > 0.9
    assert any("nearly all scores are on one level" in note for note in one.notes)


def test_raters_of_their_own_for_each_target_are_one_way() -> None:
    lines = [f"{n},R{2 * n},{n % 4 + 0.5}\n{n},R{2 * n + 1},{n % 4 + 0.75}" for n in range(8)]
    (one,) = study("target,rater,score\n" + "\n".join(lines)).study.totals
    assert one.main.name == "ICC(1,1)"
    assert "one-way" in one.why


def with_items(clusters: int) -> str:
    lines = ["target,rater,item,score,therapist"]
    for target in range(24):
        for place, rater in enumerate("AB"):
            for item, wrong in (("good", 0), ("bad", (target * 7 + place * 3) % 4)):
                score = (target + (wrong if place else 0)) % 4
                lines.append(f"{target},{rater},{item},{score},T{target % clusters}")
    return "\n".join(lines)


def test_items_come_the_worst_first_with_the_total_of_all_before_them() -> None:
    found = study(with_items(8))
    assert [one.block.uid for one in found.study.items] == ["bad", "good"]
    (total,) = found.study.totals
    assert (total.block.uid, total.main.name) == ("total", "ICC(2,1)")
    assert found.study.together is not None
    text = told(found)
    assert text.index("Mean of all items") < text.index("Items, the worst first")
    assert text.index("\nbad ") < text.index("\ngood ")


def test_whole_clusters_are_drawn_where_there_are_enough() -> None:
    many, few = study(with_items(8)).study, study(with_items(3)).study
    assert (many.clusters, many.by_clusters) == (8, True)
    assert (few.clusters, few.by_clusters) == (3, False)
    main = many.totals[0].main
    assert isinstance(main, Coefficient)
    assert main.interval_by == "bootstrap"
    assert "too narrow" in " ".join(few.notes)


def test_an_item_left_out_by_one_rater_leaves_that_rater_without_a_total() -> None:
    rows = with_items(8).splitlines()
    found = study("\n".join(row for row in rows if not row.startswith("3,A,bad")))
    total = found.study.totals[0]
    assert total.block.scores[3][0] is None
    assert total.facts.missing == 1


def test_json_holds_everything_that_was_told_and_is_the_same_with_the_same_seed() -> None:
    made = json.dumps(as_json(study(with_items(8)), version="1"), allow_nan=False)
    assert made == json.dumps(as_json(study(with_items(8)), version="1"))
    other = json.dumps(as_json(study(with_items(8), StudyWish(seed=2, resamples=100)), version="1"))
    assert made != other
    read = json.loads(made)
    assert (read["layout"], read["version"]) == (LAYOUT, "1")
    assert read["method"] == {"level": 0.95, "resamples": 100, "seed": 1979, "whole_clusters_drawn": True}
    total = read["totals"][0]
    assert total["main"]["form"] == "ICC(2,1)"
    assert total["coefficients"]["icc_2_1"]["low"] < total["main"]["value"] < total["main"]["high"]
    assert [item["name"] for item in read["items"]] == ["bad", "good"]
    assert {"standard_error", "bland_altman", "forecast", "generalizability"} <= total.keys()


def test_it_can_be_stopped() -> None:
    with pytest.raises(Cancelled):
        study_table(LongTables().read(with_items(8).encode()), TableWish(), StudyWish(), Told(stop_at=2))


def names_in(value: object) -> set[str]:
    """Every field's name, but for what the table itself names."""
    if isinstance(value, dict):
        return {str(key) for key in value} | {name for one in value.values() for name in names_in(one)}
    return {name for one in value for name in names_in(one)} if isinstance(value, list) else set()


def test_every_field_of_the_json_is_described() -> None:
    described = (Path(__file__).resolve().parents[3] / "docs" / "agreement.md").read_text(encoding="utf-8")
    made = as_json(study(with_items(8)), version="1")
    made["table"]["columns"] = {}
    for block in (*made["totals"], *made["items"]):
        for decision in (block["generalizability"]["as_it_was"], *block["generalizability"]["decisions"]):
            decision["conditions"] = {}
    for decision in (made["together"]["as_it_was"], *made["together"]["decisions"]):
        decision["conditions"] = {}
    assert {name for name in names_in(made) if f"`{name}`" not in described} == set()


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_lines_and_the_names_of_raters_tell_nothing(random: Random) -> None:
    head, *lines = with_items(8).splitlines()
    random.shuffle(lines)
    names = dict(zip("AB", random.sample(["x", "y", "z"], 2), strict=True))
    renamed = [",".join((t, names[rater], *rest)) for t, rater, *rest in (line.split(",") for line in lines)]
    found, plain = (study("\n".join((head, *some)), StudyWish(resamples=0)) for some in (renamed, lines))
    for one, other in zip(found.study.items, plain.study.items, strict=True):
        assert one.block.uid == other.block.uid
        assert one.value == pytest.approx(other.value)
        assert one.exact == pytest.approx(other.exact)
