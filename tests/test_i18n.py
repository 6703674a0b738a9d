"""Every sentence a person sees goes through the one translation function, as a literal that can be collected."""

from __future__ import annotations

import ast
import gettext
from collections.abc import Iterator
from pathlib import Path

import pytest

from fidelity_rater.i18n import install, install_for, tr, tr_n
from helpers.pseudo_locale import pseudo

PACKAGE = Path(__file__).resolve().parents[1] / "fidelity_rater"

# Calls that put a text on the screen or into a screen reader.
SETTERS = {
    "addAction", "addButton", "addItem", "addItems", "addMenu", "addRow", "addTab", "addToolBar", "insertItem",
    "insertTab", "setAccessibleDescription", "setAccessibleName", "setButtonText", "setCancelButtonText",
    "setDetailedText", "setHeaderLabels", "setHorizontalHeaderLabels", "setInformativeText", "setItemText",
    "setLabelText", "setPlaceholderText", "setPrefix", "setStatusTip", "setSuffix", "setTabText", "setTabToolTip",
    "setText", "setTitle", "setToolTip", "setVerticalHeaderLabels", "setWhatsThis", "setWindowTitle", "showMessage",
    "showText", "getOpenFileName", "getOpenFileNames", "getSaveFileName", "getExistingDirectory", "question",
    "information", "warning", "critical",
}  # fmt: skip
WIDGETS = {
    "QAction", "QCheckBox", "QCommandLinkButton", "QDockWidget", "QGroupBox", "QLabel", "QLineEdit", "QMenu",
    "QProgressDialog", "QPushButton", "QRadioButton", "QToolButton", "QWizardPage",
}  # fmt: skip


def calls(file: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield node


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def is_logging(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and "log" in getattr(call.func.value, "id", "").lower()


def bare_texts(node: ast.expr) -> Iterator[str]:
    """Yield the literals with letters that this expression would show, wherever it does not call a function."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if any(character.isalpha() for character in node.value):
            yield node.value
    elif isinstance(node, (ast.JoinedStr, ast.List, ast.Tuple)):
        for part in node.values if isinstance(node, ast.JoinedStr) else node.elts:
            yield from bare_texts(part)
    elif isinstance(node, ast.BinOp):
        yield from bare_texts(node.left)
        yield from bare_texts(node.right)
    elif isinstance(node, ast.IfExp):
        yield from bare_texts(node.body)
        yield from bare_texts(node.orelse)


def shown_bare(file: Path) -> list[str]:
    found = []
    for call in calls(file):
        if (name_of(call) in SETTERS and not is_logging(call)) or name_of(call) in WIDGETS:
            arguments = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg in {"text", "title"})]
            found += [f"{file.name}:{call.lineno}: {text!r}" for argument in arguments for text in bare_texts(argument)]
    return found


def test_no_widget_is_given_a_bare_text() -> None:
    assert [line for file in sorted((PACKAGE / "ui").rglob("*.py")) for line in shown_bare(file)] == []


@pytest.mark.parametrize(
    "line",
    [
        'label.setText("Saved")',
        'QLabel(f"{n} items")',
        'box.setTitle("a" if b else tr("c"))',
        'bar.addTab(page, "Items")',
    ],
)
def test_the_search_finds_bare_texts(line: str, tmp_path: Path) -> None:
    (tmp_path / "offence.py").write_text(line)
    assert len(shown_bare(tmp_path / "offence.py")) == 1


@pytest.mark.parametrize("line", ['label.setText(tr("Saved"))', 'label.setText("–")', '_log.warning("template %s", x)'])
def test_the_search_leaves_good_code_alone(line: str, tmp_path: Path) -> None:
    (tmp_path / "fine.py").write_text(line)
    assert shown_bare(tmp_path / "fine.py") == []


def test_every_sentence_can_be_collected() -> None:
    strange = [
        f"{file.relative_to(PACKAGE)}:{call.lineno}"
        for file in sorted(PACKAGE.rglob("*.py"))
        for call in calls(file)
        for sentence in call.args[: {"tr": 1, "tr_n": 2}.get(getattr(call.func, "id", ""), 0)]
        if not (isinstance(sentence, ast.Constant) and isinstance(sentence.value, str))
    ]
    assert strange == []


def test_the_pseudo_locale_reaches_every_sentence_and_spares_placeholders(pseudo_locale: None) -> None:
    assert tr("Saved {time}", time="10:32") == "⟦Šávéd 10:32⟧"
    assert tr_n("{n} item", "{n} items", 2) == "⟦2 ítémš⟧"
    assert pseudo("<b>one</b> &amp; two") == "⟦<b>óñé</b> &amp; twó⟧"


def test_without_a_catalogue_the_source_language_speaks(tmp_path: Path) -> None:
    before = install(gettext.NullTranslations())
    try:
        install_for(["xx"], str(tmp_path))
        assert tr("Saved {time}", time="10:32") == "Saved 10:32"
        assert (tr_n("{n} item", "{n} items", 1), tr_n("{n} item", "{n} items", 0)) == ("1 item", "0 items")
    finally:
        install(before)


def test_braces_without_values_stay() -> None:
    assert tr("press {") == "press {"
