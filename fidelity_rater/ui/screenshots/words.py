"""What the two people of the exchange say to each other. All of it is made up."""

from __future__ import annotations

from typing import Final

ASKED: Final = "I would like to hear what you think of the second half. I was tired that day."
PLACES: Final = (
    (20_000, 34_000, "Was I too quick here?"),
    (70_000, 88_000, "I meant to go back to the argument, and did not. Could I have?"),
)
CONTEXT: Final = "The thirteenth hour of sixteen, with somebody who agrees with everything."
STRENGTHS: Final = (
    ("CORE-08", "You come back to the named person, and ask what would make it hard. That keeps the week in the room."),
    ("TEC-01", "One evening, step by step: the client could see it happen, and so could I."),
)
SUGGESTIONS: Final = (
    (
        "SEN-04",
        "The client agrees with you as she agrees with everybody. Say so, and ask what she did not say.",
    ),
    ("CORE-09", "The last minutes went to arrangements. Keep two of them for what she takes with her."),
)
CLOSING: Final = "Steady work. Let us listen to the second moment together on Thursday."
THOUGHT: Final = "I heard her agree, and was relieved. Now I hear the pause before it."
STEP: Final = "Once an hour: ask what she would have said, had she not agreed."
SEEN_OTHERWISE: Final = "She says it first, at the end of this moment; I only pick it up."
SEED: Final = "Four dice on the table: 5 2 6 1"
DRAWN_AGAIN: Final = "Two raters were away; other hours are drawn for those who stay."
HEARD: Final = "Named early, and held. The crossness is heard and then smoothed over."
ON_THE_WHOLE: Final = "Two of three cases convince me. I should like to hear a formulation in the case about grief."
REASONS: Final = (
    "The third case is competent work from beginning to end. In the second nobody hears a formulation, and it is the "
    "one about grief."
)
CONDITIONS: Final = "One more case about grief, of which an initial session is rated by two people."
MINUTES: Final = (
    "LB and PK had voted before they met. They listened again to the first session of the second case, "
    "and agreed on what is wanting there."
)
