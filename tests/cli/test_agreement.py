"""The agreement command: a table in, what applies and why out; no library, no passphrase, no window."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from cli.answers import Run

TABLE = "target;rater;score\n" + "".join(
    f"R{n};{rater};{score}\n" for n, pair in enumerate(["3 3", "2 3", "1 1", "4 4", "0 1", "2 2", "3 4", "1 1"])
    for rater, score in zip("AB", pair.split(), strict=True)
)  # fmt: skip


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "scores.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_a_table_is_answered_in_words(run: Run, table: Path) -> None:
    answer = run("agreement", table)
    assert (answer.code, answer.err) == (0, "")
    for said in (
        "8 targets, 2 raters, 16 scores",
        "Read as: target = target",
        "AC2, linear weights",
        "Why this one",
        "smallest reliable change",
        "Differences of pairs",
        "Forecast",
        "Variance components",
        "seed 1979",
    ):
        assert said in answer.out


def test_the_same_seed_gives_the_same_json(run: Run, table: Path) -> None:
    first, again = (run("agreement", table, "--json", "--resamples", 50) for _ in range(2))
    assert first.out == again.out
    read = json.loads(first.out)
    assert read["layout"] == "fidelity-rater-agreement-1"
    assert (read["method"]["seed"], read["method"]["resamples"]) == (1979, 50)
    other = json.loads(run("agreement", table, "--json", "--resamples", 50, "--seed", 7).out)
    assert other["method"]["seed"] == 7
    assert other["totals"][0]["main"]["value"] == read["totals"][0]["main"]["value"]


def test_columns_levels_and_scale_can_be_named(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text(TABLE.replace("target;rater;score", "tape;who;mark"), encoding="utf-8")
    assert "who rated" in run("agreement", path).refused
    found = run("agreement", path, "--rater", "who", "--score", "mark", "--levels", "0-8", "--json", "--resamples", 9)
    assert json.loads(found.out)["table"]["levels"] == list(range(9))
    named = run("agreement", path, "--rater", "who", "--score", "mark", "--scale", "interval", "--json")
    assert json.loads(named.out)["totals"][0]["main"]["form"] == "ICC(2,1)"


def test_a_table_can_come_through_a_pipe(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TABLE.encode())))
    assert "8 targets" in run("agreement", "-", "--resamples", 0).out


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is empty"),
        ("target,rater,score\n1,A,2\n1,A,3\n", "Lines 2 and 3"),
        ("target,rater,score\n1,A,2\n1,B,good\n", "line 3"),
        ("target,rater,score\n1,A,2\n2,A,3\n", "by one rater"),
        ("subject,J1,J2\n1,2,3\n", "one column for each rater"),
    ],
)
def test_what_cannot_be_read_or_compared_is_refused_in_a_sentence(
    run: Run, tmp_path: Path, text: str, says: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(text, encoding="utf-8")
    answer = run("agreement", path)
    assert answer.code == 1
    assert says in answer.refused


def test_too_little_for_a_number_is_an_answer_too(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "constant.csv"
    path.write_text("target,rater,score\n" + "".join(f"{n},{r},3\n" for n in range(6) for r in "AB"), encoding="utf-8")
    answer = run("agreement", path)
    assert answer.code == 0
    assert "No coefficient: All scores are the same" in answer.out
    refused = json.loads(run("agreement", path, "--json").out)["totals"][0]["main"]
    assert refused["value"] is None
    assert "All scores are the same" in refused["refused"]


def test_wrong_arguments_are_one_line(run: Run, table: Path, tmp_path: Path) -> None:
    assert "no such file" in run("agreement", tmp_path / "none.csv").refused
    for wrong in (("--seed", "x"), ("--resamples", "1e9"), ("--levels", "3"), ("--levels", "-3"), ("--scale", "odd")):
        answer = run("agreement", table, *wrong)
        assert answer.code == 2
        assert "Traceback" not in answer.err


def test_brennan_s_example_comes_out_as_printed(run: Run, test_data: Path, tmp_path: Path) -> None:
    """Synthetic data set 1 of persons by items: items stand where raters do."""
    path = test_data / "reliability" / "brennan_sd1" / "long.csv"
    found = run("agreement", path, "--rater", "item", "--scale", "interval", "--json", "--resamples", 0)
    general = json.loads(found.out)["totals"][0]["generalizability"]
    variances = [round(part["variance"], 4) for part in general["components"]]
    assert variances == [0.0574, 0.0754, 0.1269]
    own = general["as_it_was"]
    assert (round(own["erho2"], 3), round(own["phi"], 3)) == (0.844, 0.773)


def test_published_table_from_the_command_line(run: Run, test_data: Path, tmp_path: Path) -> None:
    wide = (test_data / "reliability" / "shrout_fleiss_1979" / "ratings.csv").read_text(encoding="utf-8")
    rows = list(csv.reader(wide.splitlines()))
    path = tmp_path / "long.csv"
    lines = [f"{row[0]},{who},{cell}" for row in rows[1:] for who, cell in zip(rows[0][1:], row[1:], strict=True)]
    path.write_text("subject,judge,rating\n" + "\n".join(lines), encoding="utf-8")
    assert "ICC(2,1) = ICC(A,1), case 2  0.29 (0.02 to 0.76)" in run("agreement", path, "--resamples", 10).out


def test_it_needs_no_window_and_no_library() -> None:
    program = (
        "import sys, io; sys.argv = ['x', 'agreement', '-', '--resamples', '5'];"
        "from fidelity_rater.cli import main; code = main();"
        "print(code, *[name for name in ('PySide6', 'sqlalchemy', 'vlc', 'matplotlib') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input=TABLE, check=True, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.stdout.splitlines()[-1] == "0"
