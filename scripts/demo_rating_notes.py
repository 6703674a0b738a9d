"""What the demo's raters write: short notes on items and on whole sessions, and what was done about a harm flag."""

from __future__ import annotations

STRONG = {
    "CORE-01": "Asks for sleep and hopelessness by name, then follows what has moved.",
    "CORE-02": "Goes straight from the dip in mood to who was there.",
    "CORE-06": "Waits, then asks once more. The feeling arrives.",
    "CORE-07": "Lets the feeling point to what the client wants from the other person.",
    "CORE-08": "Comes back to the named person and asks what would make it hard.",
    "CORE-09": "Uses the number of meetings left as a reason to begin now.",
    "INI-03": "Both halves are there: less demand, and work at getting well.",
    "INI-09": "Tests the story and changes it when the client adds the lost team.",
    "INI-10": "The client chooses; goal in the client's own words.",
    "MID-03": "Slow and exact. We hear the words that were said.",
    "MID-04": "Three ways are heard before one is chosen.",
    "GRF-02": "Repeats the detail of the coat and stays with it. Very good.",
    "GRF-03": "Names relief beside guilt without hurrying.",
    "DIS-02": "The stage is asked for and the plan follows from it.",
    "DIS-03": "Expectations on both sides, said in one sentence.",
    "TRN-02": "Loss and strain of the old life are both given time.",
    "SEN-03": "Tentative, and linked at once to someone outside.",
    "END-02": "Takes the crossness seriously and does not soothe it away.",
    "END-05": "Signs, names and a first step, all from the client.",
}
WEAK = {
    "CORE-01": "A list. What has changed since last week is not picked up.",
    "CORE-02": "The visit on Sunday is offered twice and left lying.",
    "CORE-06": "Sees the sadness and moves on. Try waiting here.",
    "CORE-07": "Reassures instead of asking what the feeling wants.",
    "CORE-08": "One question about people and no follow-up.",
    "CORE-09": "Vague: how many weeks are left?",
    "INI-03": "Only the first half: easing, without the work at recovery.",
    "INI-07": "Stops at whether they get on.",
    "MID-03": "Nearly there: what did the client want to say back?",
    "MID-05": "Too general to be tried. Who, when, with which words?",
    "TRN-02": "Hurries to the advantages before the loss has been heard.",
    "TRN-04": "The piano is a good opening; it needed one more question.",
    "GRF-02": "Leaves the story of the day a little early.",
    "DIS-02": "The stage is assumed rather than asked.",
    "SEN-04": "A second try would have helped.",
}
SUMMARY_STRONG = [
    "Confident IPT for this phase. Keep the slow pace around feeling.",
    "The link between mood and people runs through the whole meeting. Good work.",
    "A clear, warm session. Next step: let the client do more of the summing up.",
]
SUMMARY_MIDDLE = [
    "Sound session. To work on: ask what the feeling is for, before looking for options.",
    "The focus holds. The time limit could do more of the work.",
    "Good questions. Wait a little longer after the important ones.",
]
SUMMARY_WEAK = [
    "Kind and respectful, and the client keeps coming. For next week: one recent episode, slowly, with what was said.",
    "Symptoms are covered; the link to people is still missing. We practised it in supervision.",
    "Recognisably IPT in outline. Choose one feeling and stay with it for three questions.",
]
SUMMARY_NOT_IPT = "This was another therapy. Safety came first; then we listened together for where the focus went."
SUMMARY_NO_FORMULATION = (
    "Fourth recording of the initial phase and still no formulation or contract heard. Open next week with both."
)
SELF_SUMMARY = [
    "I felt rushed and still missed the moment about Thursday.",
    "Better than last time, I think. I liked the ending.",
]

HARM_ACTIONS = {
    "CORE-11": (
        "Telephoned the therapist at once; the client was seen the next morning and has a safety plan.",
        "Clinical lead of the service and the client's general practitioner",
    ),
    "PRO-07": (
        "Heard the passage together in an extra supervision hour; the next two sessions are listened to in full.",
        "Clinical lead of the service",
    ),
}


def summary_for(scene: str, session: str, role: str, skill: float, place: int) -> str:
    """The note on the whole session."""
    if scene == "not_ipt":
        return SUMMARY_NOT_IPT
    if session == "T01-C2-S04":
        return SUMMARY_NO_FORMULATION
    if role == "trainee":
        return SELF_SUMMARY[place % len(SELF_SUMMARY)]
    choices = SUMMARY_STRONG if skill > 0.55 else SUMMARY_MIDDLE if skill > -0.35 else SUMMARY_WEAK
    return choices[place % len(choices)]
