"""The suitability sheet's questions: what to weigh before a course of IPT, each in one line with a hint."""

from __future__ import annotations

from fidelity_rater.i18n import tr


def questions() -> tuple[tuple[str, str, str], ...]:
    """Key, question and hint, in the order in which they are asked."""
    return (
        (
            "mood_disorder_present",
            tr("Is there a mood disorder?"),
            tr("Its kind and severity; IPT was made for depression and is used for others."),
        ),
        (
            "interpersonal_problem",
            tr("Is there an interpersonal problem that goes with it?"),
            tr("A loss, a dispute, a change of role, or too few close people."),
        ),
        (
            "capacity_for_insight",
            tr("Can the client look at their own relationships?"),
            tr("And tell of them in examples."),
        ),
        ("notices_own_moods", tr("Does the client notice changes of mood?"), tr("By themselves, or with help.")),
        ("motivation_to_change", tr("Does the client want something to change?"), ""),
        ("medication", tr("Medication"), tr("What is taken, and whether the dose is stable.")),
        ("psychosis", tr("Any sign of psychosis?"), ""),
        ("personality_difficulties", tr("Personality difficulties"), tr("And whether they call for another therapy.")),
        ("substance_use", tr("Alcohol and other substances"), ""),
        ("physical_health", tr("Physical health"), tr("Any illness that could explain the mood.")),
        ("conclusion", tr("Conclusion"), tr("Suitable, suitable with care, or not, and why.")),
    )
