"""Reports made by hand, with everything in them that could go wrong on paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from fidelity_rater.app.report_models import (
    Answer,
    Column,
    Entry,
    Facts,
    FixedWords,
    Head,
    Heard,
    ItemProfile,
    Picture,
    Point,
    ProfileRow,
    Section,
    SessionReport,
    Table,
    Tone,
    Track,
    Words,
)

NASTY = '#panic("run") $x^2$ *b* `c` \\ @ref <label> [x] ]] <script>alert(1)</script> {{ 7*7 }} & "q" \'s\''
RIGHT_TO_LEFT = "שלום, ספר לי על אחותך. قالت إنها تفتقد أختها."
UNUSUAL = "😀👩🏽‍⚕️ 日本語 हिन्दी \ue000 \x00\x07\ud800\uffff\u2028 \u00ad \u202e"

PROFILE = ItemProfile(
    tracks=(Track("Adherence", "adherence", 0, 4), Track("Quality", "quality", 1, 5, 3)),
    groups=(
        ("Core", (ProfileRow("Symptom check", (3, 4)), ProfileRow("Repairs strain", (None, None), "No occasion"))),
    ),
    competent="Quality 3: competent",
)

HEAD = Head(
    title="Session report",
    subject="T01 · C1 · session 6",
    running="T01 · C1 · session 6 · pseudonymised",
    page="Page {page} of {pages}",
    words=FixedWords("Heard at", "Note", "About", "The next level up"),
    language="en",
    scale_language="en",
    at=datetime(2026, 3, 2, 9, 30, 1, 234_567, tzinfo=UTC),
    warnings=("Superseded.",),
    notices=("Pseudonymised.",),
)


def report(text: str = "Plain words", *, head: Head = HEAD, items: int = 2) -> SessionReport:
    """A report with every kind of block, and the text wherever a person's words can stand."""
    entries = tuple(
        Entry(
            f"{text} {number}",
            f"X-{number}",
            answers=(Answer("Quality", "quality", "3 of 5", "Competent", text),),
            state=text if number % 2 else "",
            flag="Harm flag raised" if number == 0 else "",
            heard=(Heard("00:12 to 00:15", "for it", text if number == 0 else ""),),
            note=text if number == 0 else "",
        )
        for number in range(items)
    )
    sums = Table("Sums", (Column("Figure", wide=True), Column("Value", number=True)), ((text, "3.2"),))
    return SessionReport(
        replace(head, notices=(*head.notices, text)),
        (
            Section("Cover", (Facts((("Therapist", text), ("Case", ""))), Words(text, Tone.DANGER))),
            Section("Numbers", (sums, Words(text, own=True))),
            Section("Profile", (Picture("Item profile", f"Chart: {text}", PROFILE),)),
            Section("Items", (Words("Notes are left out.", Tone.QUIET), Words("Mind.", Tone.CAUTION))),
            Section("Core", entries, level=2),
            Section("Feedback", (Point(1, text, (text,), (Heard("00:12"),), "Quality 4", text),)),
        ),
    )
