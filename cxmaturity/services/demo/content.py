"""The demo's content: two teams of Harbour Post & Parcel, an organisation that does not exist, over four quarters.

Answers are one string per quarter with one group per dimension, P1 to P8, O1 to O9 and so on; each character is the
answer to one question: a level, ? for don't know, - for does not apply.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from cxmaturity.records import DimensionTarget, Status, Worked

LEVELS = 5
"""The number of levels of the scale of the answers."""

_FIRST_LETTERS = "POCRL"  # of the ids of each dimension's questions


def by_question(row: str) -> dict[str, str]:
    """Return the character of each question in a row of answers, by question id."""
    groups = zip(_FIRST_LETTERS, row.split(), strict=False)
    return {f"{letter}{number}": one for letter, group in groups for number, one in enumerate(group, start=1)}


class AnswerBasis(NamedTuple):
    """The support of an answer: evidence grade (0..3, None without one), note, evidence."""

    grade: int | None
    note: str
    evidence: str = ""


class DemoStep(NamedTuple):
    """A first step added to the plan after the assessment of a quarter (1..4), from the level at that time.

    `days` is how many days a done or dropped step took, or in how many days an open one is due.
    """

    quarter: int
    question: str
    level: int
    owner: str
    status: Status
    days: int
    outcome: Worked | None = None
    saw: str = ""


@dataclass(frozen=True, slots=True)
class TeamStory:
    """One team: its closed quarters, oldest first, and an unfinished one, "" without.

    `reasons` (why a question does not apply) and `bases` (the support of an answer) are by question id, `targets` by
    dimension id.
    """

    name: str
    hour: int
    quarters: tuple[str, str, str, str]
    begun: str
    reasons: Mapping[str, str]
    bases: Mapping[str, AnswerBasis]
    targets: Mapping[str, DimensionTarget]
    plan: tuple[DemoStep, ...]


PARCELS = TeamStory(
    name="Parcel delivery",
    hour=9,
    quarters=(
        # people  operations channels csr    leadership
        "12212221 232223213 21222121 2212?1 1212111",
        "22222221 233333213 22232222 221211 2222121",
        "23232232 334344314 32233232 221211 2322?32",
        "33233232 344444414 33323232 221211 3323232",
    ),
    begun="33333232 344444",
    reasons={},
    bases={
        "P1": AnswerBasis(
            2,
            "Two drivers have four hours a month and a seat in the depot meeting.",
            "List: what they may decide alone",
        ),
        "P2": AnswerBasis(
            2, "Drivers may come again the same day or credit 20 without a call.", "Back of the route sheet"
        ),
        "P4": AnswerBasis(1, "Planners send themselves a parcel twice a year.", "Last finding: ink runs in rain"),
        "P6": AnswerBasis(0, "We asked the night shift only; the day shift says it would answer differently."),
        "O2": AnswerBasis(2, "We count handovers with the line-haul partner every Monday.", "Late or lost: 41, now 17"),
        "O3": AnswerBasis(
            3, "Door cards, driver notes, tracking and calls are read together each month.", "The auditor sat in once"
        ),
        "O4": AnswerBasis(1, "What we changed goes out with the route sheet.", "The gate-code field, Quay Street"),
        "O5": AnswerBasis(
            2,
            "Missed parcels come again within a day, 94 times in 100, in the peak weeks too.",
            "Depot board, four weeks",
        ),
        "O6": AnswerBasis(1, "Every change to the door card is tried on one round first.", "Card with the large code"),
        "O8": AnswerBasis(
            3, "The scanner closes no stop without a signature, come what may.", "Two rounds: 11 dead ends"
        ),
        "C4": AnswerBasis(
            2, "Agency drivers on the new estate do it their own way.", "First try: old town 96 %, estate 71 %"
        ),
        "C5": AnswerBasis(
            2, "Moving a delivery to another day took five screens, now two.", "Minutes per change: 4, now 1.5"
        ),
        "C7": AnswerBasis(1, "Two of us answer reviews within a day, never with a template.", "The fence photo, 21:10"),
        "R3": AnswerBasis(0, "The cargo bicycles run, but no customer can ask for one."),
        "R6": AnswerBasis(1, "‘Greener every day’ stands on the vans without a figure.", "Photo of van 14"),
        "L2": AnswerBasis(
            2, "The network manager answers for the whole way, door to door.", "Mandate with nine decisions"
        ),
        "L6": AnswerBasis(2, "One page on the canteen door; four steps run.", "Photo of the page with dates"),
    },
    targets={"operations": DimensionTarget(4, 5), "csr": DimensionTarget(3, 2)},
    plan=(
        DemoStep(2, "P2", 2, "Ines, depot lead", "done", 16, "yes", "Four of five knew it. Calls to the depot halved."),
        DemoStep(2, "C5", 2, "Tomasz, web", "done", 34, "yes", "Changes by phone: 60 a week, now 22."),
        DemoStep(2, "L6", 2, "Ruth", "done", 9, "partly", "The page hangs; one of the three steps never began."),
        DemoStep(3, "O7", 3, "Ines, depot lead", "done", 30),
        DemoStep(3, "R5", 1, "Ruth", "dropped", 20, None, "Not before the peak season; asked again in spring."),
        DemoStep(3, "O8", 1, "Tomasz, web", "started", -9),
        DemoStep(4, "C4", 2, "Bo, new estate", "started", 18),
        DemoStep(4, "R3", 1, "Ruth", "planned", 40),
    ),
)

COUNTERS = TeamStory(
    name="Post counters",
    hour=14,
    quarters=(
        # people  operations channels csr    leadership
        "233222-2 122322122 222332?3 212321 2222121",
        "333222-2 123322222 22233323 212321 2322121",
        "343232-2 223332222 32333323 223331 2332132",
        "343332-3 223332323 32344324 32343? 3333232",
    ),
    begun="",
    reasons={"P7": "Head office hires for us and posts people here; we have no say in it yet."},
    bases={
        "P1": AnswerBasis(
            1, "Mia speaks for customers in the branch meeting, three hours a month.", "No more double slips"
        ),
        "P2": AnswerBasis(2, "The share put right at the counter hangs in the back room.", "83 of 100, was 71"),
        "P3": AnswerBasis(
            1, "Wednesdays before opening one of us tells one customer's story.", "Two have not had their turn"
        ),
        "P8": AnswerBasis(
            2, "We went to the town library to see how they do returns.", "Their returns shelf is now ours"
        ),
        "O1": AnswerBasis(0, "Accounts put one wrong invoice right with us. Nothing since."),
        "O4": AnswerBasis(
            2, "Every note in the box has a name and a date beside it.", "31 in, 29 answered within two days"
        ),
        "O7": AnswerBasis(
            2, "We tried the single queue on a Saturday before deciding.", "Wait at noon: 9 minutes, then 5"
        ),
        "O9": AnswerBasis(
            1, "When the system is down we have a paper round and words for it.", "Used once, rehearsed once"
        ),
        "C4": AnswerBasis(
            2, "All four counters are held against one page each quarter.", "Best to worst: 31 points, now 14"
        ),
        "C5": AnswerBasis(
            1,
            "Collecting a parcel: one slip, one look, no form. Nine of ten call it easy.",
            "Counted on one afternoon only",
        ),
        "C6": AnswerBasis(1, "Pension day: chairs, tea and a name.", "Eleven of twenty said they felt expected"),
        "C8": AnswerBasis(2, "A quiet hour, large print and a low desk.", "Quarterly walk with three customers"),
        "R4": AnswerBasis(
            3, "Plain letters and help with forms at every counter.", "Walked through with two blind customers"
        ),
        "R6": AnswerBasis(None, "Ask the communications office where the figure on recycled paper comes from."),
        "L2": AnswerBasis(
            2, "The branch manager answers for all of it, the waiting room too.", "Mandate in the staff room"
        ),
        "L7": AnswerBasis(1, "Pension day ran while Mia was away; the box log did not.", "Empty fortnight in the log"),
    },
    targets={"channels": DimensionTarget(4, 5)},
    plan=(
        DemoStep(2, "L7", 1, "Mia", "done", 25, "no", "It stopped while I was on leave; my stand-in had no list."),
        DemoStep(3, "O7", 2, "Jonas", "done", 21, "yes", "Single queue kept; two complaints, forty thanks."),
        DemoStep(3, "O1", 2, "Karin, accounts", "planned", -20),
        DemoStep(4, "C8", 4, "Jonas", "done", 11),
        DemoStep(4, "C2", 2, "Mia", "started", 10),
        DemoStep(4, "L7", 2, "Branch manager", "planned", 25),
    ),
)

TEAMS = (PARCELS, COUNTERS)
