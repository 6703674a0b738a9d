"""Other bodies' own forms: marks reached on them, and forms filled in. Scores of this library never stand in."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from fidelity_rater.domain.accreditation.evidence import Evidence
from fidelity_rater.domain.accreditation.finding import Finding, Reach, Wanting, exactly
from fidelity_rater.domain.accreditation.readiness import Standing
from fidelity_rater.domain.accreditation.records import ResultElsewhere
from fidelity_rater.domain.accreditation.spoken import and_more
from fidelity_rater.domain.measures import key_of
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.scales.rule_set import FormsAsked, MarkAsked


def judge_mark(asked: MarkAsked, evidence: Evidence) -> Finding:
    results = [each for each in _of_form(asked, evidence) if not each.self_rated]
    needed = asked.results or 1
    lines = [_line(asked, each) for each in results]
    if asked.by == "mean" and asked.minimum is not None:
        return _mean(asked, results, needed, lines)
    if asked.results is None:
        return Finding(Standing.UNKNOWN, tuple(lines))
    passed = sum(_reached(asked, each) for each in results)
    standing = exactly(passed).against(needed)
    shown = min(passed, needed)
    counted = tr_n("{reached} of {n} result reaches it", "{reached} of {n} results reach it", needed, reached=shown)
    return Finding(standing, (*lines, and_more(counted, passed, needed)), _wanting(asked, needed - passed))


def judge_forms(asked: FormsAsked, evidence: Evidence) -> Finding:
    results = [each for each in _of_form(asked, evidence) if each.self_rated]
    needed = asked.results or 1
    reach = exactly(len(results))
    if asked.in_different_cases:
        reach = of_different_cases([each.case_uid for each in results])
    standing = reach.against(needed)
    line = tr_n("{reached} of {n} form", "{reached} of {n} forms", needed, reached=min(int(reach.sure), needed))
    if standing is Standing.MET:
        return Finding(standing, (and_more(line, reach.sure, needed),))
    more = needed - int(reach.sure)
    words = tr_n("{n} more “{form}” filled in by the therapist", "{n} more “{form}” filled in by the therapist", more,
                 form=asked.form)  # fmt: skip
    if standing is Standing.UNKNOWN:
        words = tr("Write down of which case each is.")
    return Finding(standing, (line,), (Wanting(words),))


def of_different_cases(case_uids: list[str]) -> Reach:
    """How many cases these are of; of some nobody has said which."""
    known = set(filter(None, case_uids))
    return Reach(len(known), len(known) + case_uids.count(""))


def _of_form(asked: MarkAsked | FormsAsked, evidence: Evidence) -> Iterator[ResultElsewhere]:
    body, form = key_of(asked.body), key_of(asked.form)
    for each in evidence.facts.results:
        if each.on <= evidence.on and key_of(each.body) == body and key_of(each.form) == form:
            yield each


def _mark(asked: MarkAsked, result: ResultElsewhere) -> Decimal | None:
    """The figure, where it is one that this form can have."""
    try:
        mark = Decimal(result.mark.strip().replace(",", "."))
    except InvalidOperation:
        return None
    low = asked.lowest is not None and mark < Decimal(str(asked.lowest))
    high = asked.highest is not None and mark > Decimal(str(asked.highest))
    return None if low or high or not mark.is_finite() else mark


def _reached(asked: MarkAsked, result: ResultElsewhere) -> bool:
    """As the body decided, where it did; else by its own line."""
    if result.passed is not None:
        return result.passed
    mark = _mark(asked, result)
    return mark is not None and asked.minimum is not None and mark >= Decimal(str(asked.minimum))


def _line(asked: MarkAsked, result: ResultElsewhere) -> str:
    if _mark(asked, result) is None:
        return tr("{day}: “{mark}” is no mark that this form can have", day=result.on.isoformat(), mark=result.mark)
    return tr("{day}: {mark}", day=result.on.isoformat(), mark=result.mark)


def _mean(asked: MarkAsked, results: list[ResultElsewhere], needed: int, lines: list[str]) -> Finding:
    marks = [mark for each in results if (mark := _mark(asked, each)) is not None]
    if len(marks) < needed:
        return Finding(Standing.NOT_MET, tuple(lines), _wanting(asked, needed - len(marks)))
    mean = sum(marks) / len(marks)
    standing = exactly(float(mean)).against(asked.minimum or 0.0)
    counted = tr_n("mean of {n} result: {mean}", "mean of {n} results: {mean}", len(marks), mean=f"{mean:.2f}")
    return Finding(standing, (*lines, counted), () if standing is Standing.MET else _wanting(asked, 1))


def _wanting(asked: MarkAsked, more: int) -> tuple[Wanting, ...]:
    if more <= 0:
        return ()
    if asked.minimum is None:
        words = tr_n(
            "{n} more result on “{form}” that the body has passed",
            "{n} more results on “{form}” that the body has passed",
            more,
            form=asked.form,
        )
    else:
        words = tr_n(
            "{n} more result on “{form}” of {line} or more",
            "{n} more results on “{form}” of {line} or more",
            more,
            form=asked.form,
            line=asked.minimum,
        )
    return (Wanting(words),)
