"""A study of a table as text for a terminal: what was used and why, how sure it is, and what was not given."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import Final

from fidelity_rater.app.agreement.from_table import TableStudy
from fidelity_rater.app.agreement.models import (
    Answer,
    BlockStudy,
    Coefficient,
    Decision,
    Depth,
    Design,
    Forecast,
    Generalizability,
    Refused,
    Spread,
)
from fidelity_rater.app.agreement.text_columns import in_columns
from fidelity_rater.app.agreement.wording import number, percent, way_of, with_interval
from fidelity_rater.app.ports.long_tables import Column
from fidelity_rater.i18n import tr, tr_n

WIDTH: Final = 100
MOST_PAIRS: Final = 15


def told(found: TableStudy) -> str:
    """The whole report."""
    study = found.study
    parts = [_head(found)]
    parts += [_block(one, full=True) for one in study.totals]
    if study.items:
        parts.append(_items(study.items))
        if not study.totals:
            parts += [_block(one, full=False) for one in study.items]
    if study.together is not None:
        parts.append([tr("Targets, raters and items together"), *_generalizability(study.together)])
    parts.append(_list(tr("Notes"), _notes(found)))
    parts.append(_wrapped(_reading()))
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _reading() -> str:
    return tr(
        "How to read it: a coefficient tells how far raters agree on these recordings, not whether they are right, and "
        "not how a therapy ends. Judge it by its interval."
    )


def _head(found: TableStudy) -> list[str]:
    table = found.table
    scores = sum(one.facts.ratings for one in (found.study.items or found.study.totals))
    counts = [
        tr_n("{n} target", "{n} targets", len(table.targets)),
        tr_n("{n} rater", "{n} raters", len(table.raters)),
        *([tr_n("{n} item", "{n} items", len(table.items))] if len(table.items) > 1 else []),
        tr_n("{n} score", "{n} scores", scores),
    ]
    if found.study.clusters:
        counts.append(tr_n("within {n} cluster", "within {n} clusters", found.study.clusters))
    names: dict[Column, list[str]] = {}
    for column, name in table.taken:
        names.setdefault(column, []).append(name)
    read = "; ".join(f"{_column(column)} = {' + '.join(those)}" for column, those in names.items())
    return [
        tr("Agreement between raters"),
        f"  {', '.join(counts)}",
        f"  {tr('Read as: {columns}', columns=read)}",
        f"  {tr('Scores: {scores}', scores=_spread(found))}",
    ]


def _column(column: Column) -> str:
    return {
        Column.TARGET: tr("target"),
        Column.RATER: tr("rater"),
        Column.SCORE: tr("score"),
        Column.ITEM: tr("item"),
        Column.CLUSTER: tr("cluster"),
    }[column]


def _spread(found: TableStudy) -> str:
    if found.spread is Spread.NOMINAL:
        return tr_n("{n} category without an order", "{n} categories without an order", len(found.levels))
    if found.spread is Spread.ORDINAL:
        return tr("{n} levels in order, {low} to {high}", n=len(found.levels),
                  low=f"{found.levels[0]:g}", high=f"{found.levels[-1]:g}")  # fmt: skip
    return tr("measured, with a true zero") if found.spread is Spread.RATIO else tr("measured")


def _block(one: BlockStudy, *, full: bool) -> list[str]:
    lines = [one.block.label[:1].upper() + one.block.label[1:]]
    if one.block.note:
        lines += _wrapped(one.block.note)
    lines += _main(one)
    lines += _wrapped(tr("Why this one: {why}", why=one.why))
    shares = _shares(one)
    if shares:
        lines.append(f"  {shares}")
    for note in one.notes:
        lines += _wrapped(tr("Mind: {note}", note=note))
    if full:
        lines += ["", *_answers(one)]
        if one.depth is not None:
            lines += _depth(one.depth)
    return lines


def _main(one: BlockStudy) -> list[str]:
    if isinstance(one.main, Refused):
        return _wrapped(tr("No coefficient: {why} {remedy}", why=one.main.why, remedy=one.main.remedy).strip())
    main = one.main
    line = f"  {_named(main)}  {with_interval(main)}"
    how = tr("95 % interval by {way}", way=way_of(main)) if main.low is not None else tr("no interval")
    return [f"{line}  [{how}]", *_wrapped(one.words)]


def _named(found: Coefficient) -> str:
    return f"{found.name} = {found.also}" if found.name.startswith("ICC") and found.also else found.name


def _shares(one: BlockStudy) -> str:
    found = []
    if one.exact is not None:
        found.append(tr("the same score in {share} of pairs", share=percent(one.exact)))
    if one.near is not None:
        found.append(tr("at most 1 apart in {share}", share=percent(one.near)))
    return ", ".join(found)


def _answers(one: BlockStudy) -> list[str]:
    given = [answer for _, answer in one.answers if isinstance(answer, Coefficient)]
    if not given:
        return []
    rows = [
        (
            found.name, number(found.value, digits=3), number(found.low, digits=3), number(found.high, digits=3),
            str(found.targets), str(found.raters), way_of(found),
        )
        for found in given
    ]  # fmt: skip
    head = (tr("Everything that applies"), tr("value"), tr("from"), tr("to"), tr("targets"), tr("raters"), tr("by"))
    return [*in_columns(head, rows), *_refusals(one)]


def _refusals(one: BlockStudy) -> list[str]:
    why: dict[str, list[str]] = {}
    for _, answer in one.answers:
        if isinstance(answer, Refused):
            why.setdefault(answer.why, []).append(answer.name)
    lines: list[str] = []
    for sentence, names in why.items():
        lines += _wrapped(tr("Not given: {names}. {why}", names=", ".join(names), why=sentence))
    return lines


def _items(items: Iterable[BlockStudy]) -> list[str]:
    rows = []
    for one in items:
        main = one.main
        given = isinstance(main, Coefficient)
        low, high = (main.low, main.high) if isinstance(main, Coefficient) else (None, None)
        rows.append(
            (
                one.block.label,
                number(one.value),
                number(low),
                number(high),
                str(one.facts.shared),
                percent(one.exact),
                percent(one.near),
                main.name if given else main.why if isinstance(main, Refused) else "",
            )
        )
    head = (tr("Items, the worst first"), tr("value"), tr("from"), tr("to"), tr("rated twice"), tr("same"),
            tr("1 apart"), tr("coefficient"))  # fmt: skip
    return in_columns(head, rows, indent="")


# --- deeper -------------------------------------------------------------------------------------------------------


def _depth(depth: Depth) -> Iterator[str]:
    yield ""
    yield tr("Errors in points of the scale")
    yield from _point(tr("standard error of measurement"), depth.sem)
    yield from _point(tr("smallest reliable change"), depth.change)
    if depth.differences:
        yield from _differences(depth)
    yield ""
    yield tr("Forecast (Spearman-Brown)")
    yield from _forecast(depth.forecast)
    yield ""
    yield tr("Variance components (generalizability)")
    yield from _generalizability(depth.generalizability)


def _point(name: str, answer: Answer) -> list[str]:
    if isinstance(answer, Refused):
        return _wrapped(tr("{name}: not given. {why}", name=name, why=answer.why))
    return [f"  {name}: {with_interval(answer)}"]


def _differences(depth: Depth) -> list[str]:
    rows = [
        (f"{pair.first} \u2212 {pair.second}", str(pair.targets), number(pair.bias), number(pair.bias_low),
         number(pair.bias_high), number(pair.lower), number(pair.upper), "")
        for pair in depth.differences[:MOST_PAIRS]
    ]  # fmt: skip
    head = (tr("Differences of pairs (Bland-Altman)"), tr("targets"), tr("mean"), tr("from"), tr("to"),
            tr("95 % lie from"), tr("to"), "")  # fmt: skip
    lines = ["", *in_columns(head, rows, indent="")]
    left = len(depth.differences) - len(rows)
    return [*lines, f"  {tr_n('{n} more pair', '{n} more pairs', left)}"] if left else lines


def _forecast(found: Forecast | Refused) -> list[str]:
    if isinstance(found, Refused):
        return _wrapped(found.why)
    road = ", ".join(f"{n}: {number(value)}" for n, value in found.curve[:8])
    needed = tr_n(
        "One rating is worth {single} ({by}); for {aim}, {n} rating is needed.",
        "One rating is worth {single} ({by}); for {aim}, {n} ratings averaged are needed.",
        found.needed,
        single=number(found.single),
        by=found.by,
        aim=number(found.aim),
    )
    if found.fewest is not None:
        most = str(found.most) if found.most is not None else tr("no number known")
        needed = tr("{told} By its interval: {fewest} to {most}.", told=needed, fewest=found.fewest, most=most)
    return [*_wrapped(needed), f"  {tr('Averaging so many gives: {road}', road=road)}"]


def _generalizability(found: Generalizability | Refused) -> list[str]:
    if isinstance(found, Refused):
        return _wrapped(found.why)
    rows = [(one.source, f"{one.variance:.4f}", percent(one.share), "") for one in found.components]
    lines = in_columns((found.design, tr("variance"), tr("share"), ""), rows)
    own = tr("As it was ({sizes}): Erho\u00b2 {erho2}, Phi {phi}.", sizes=_sizes(found.own),
             erho2=number(found.own.erho2), phi=number(found.own.phi))  # fmt: skip
    lines += ["", *_wrapped(own), *_decisions(found)]
    for note in found.notes:
        lines += _wrapped(note)
    return lines


def _decisions(found: Generalizability) -> list[str]:
    varied = [len({one.sizes[place] for one in found.others}) > 1 for place in range(len(found.own.sizes))]
    return _two_ways(found) if sum(varied) > 1 else _one_way(found)


def _one_way(found: Generalizability) -> list[str]:
    rows = [(_sizes(one), number(one.erho2), number(one.phi), "") for one in found.others]
    return in_columns((tr("With"), "Erho\u00b2", "Phi", ""), rows)


def _two_ways(found: Generalizability) -> list[str]:
    """Phi, of each number of the first facet with each of the second."""
    (first, _), (second, _) = found.others[0].sizes
    sizes = [tuple(round(size) for _, size in one.sizes) for one in found.others]
    phi = dict(zip(sizes, (number(one.phi) for one in found.others), strict=True))
    columns = sorted({other for _, other in sizes})
    head = (tr("Phi with"), *(f"{second} {n}" for n in columns), "")
    rows = [(f"{first} {n}", *(phi[n, other] for other in columns), "") for n in sorted({one for one, _ in sizes})]
    return in_columns(head, rows)


def _sizes(one: Decision) -> str:
    return ", ".join(f"{facet} {size:.3g}" for facet, size in one.sizes)


# --- notes --------------------------------------------------------------------------------------------------------


def _notes(found: TableStudy) -> Iterator[str]:
    yield from found.notes
    wish = found.study.wish
    yield tr("Resampled {n} times with seed {seed}: the same seed gives the same intervals.",
             n=wish.resamples, seed=wish.seed)  # fmt: skip
    if any(one.facts.design is not Design.CROSSED for one in found.study.totals):
        yield tr("Cells without a score are left empty, not filled in; docs/agreement.md says by which method.")
    seen: set[str] = set()
    for one in found.study.totals:
        for _, answer in one.answers:
            for note in answer.notes if isinstance(answer, Coefficient) else ():
                if note not in seen:
                    seen.add(note)
                    yield f"{answer.name}: {note}"


def _list(name: str, notes: Iterable[str]) -> list[str]:
    lines = [
        line for note in notes for line in textwrap.wrap(note, WIDTH, initial_indent="  - ", subsequent_indent="    ")
    ]
    return [name, *lines] if lines else []


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent="  ") if text else []
