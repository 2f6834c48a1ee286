"""The demo's third team: two anonymous surveys of fourteen people, half a year apart, linked by private codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from cxmaturity.analysis.groups import summarise_group
from cxmaturity.answers import Answer, EvidenceGrade
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import Team
from cxmaturity.services.assessments import closing, views
from cxmaturity.services.assessments.creation import StartSurvey, new_assessment
from cxmaturity.services.demo.content import LEVELS, by_question
from cxmaturity.services.surveys.codes import new_code, participant_key
from cxmaturity.store import assessments, responses
from cxmaturity.store import frozen_results as stored_results
from cxmaturity.store.database.engine import Connection
from cxmaturity.store.responses import NewResponse

NAME = "Customer service"
VARIANT = "service"
"""The kind of organisation in whose words the demo's teams answer."""

PEOPLE, PEOPLE_IN_BOTH = 14, 11  # how many answer each time, and how many of them both times

# The group's middle answers, written as in `content`: operations rose, the rest hardly changed.
GROUP_LEVELS = (
    "22323223 222233222 22332232 222122 2232322",
    "22333223 333344333 23332232 222122 2232323",
)

_COMMENTS = {
    "O1": ("The map hangs in the canteen since spring.", "Canteen wall"),
    "O4": ("Parcels to islands still take a week longer.", ""),
    "P3": ("New colleagues hear a recording in their first week.", ""),
    "C2": ("The app knows what I told the chat; the phone does not.", ""),
}


@dataclass(frozen=True, slots=True)
class Round:
    """One of the two surveys: its dates, and its place, 0 or 1."""

    label: str
    opened_at: datetime
    closed_at: datetime
    place: int


def store_surveys(
    connection: Connection, questionnaire: Questionnaire, team: Team, rounds: tuple[Round, Round]
) -> None:
    """Store the team's two closed surveys."""
    stayed = [new_code() for _ in range(PEOPLE_IN_BOTH)]
    for survey_round in rounds:
        command = StartSurvey(
            questionnaire=questionnaire,
            team_name=team.name,
            label=survey_round.label,
            variant=VARIANT,
            privacy="anonymous",
            is_linked=True,
            expected=PEOPLE + 4,
        )
        row = new_assessment(command, team, survey_round.opened_at)
        codes = stayed + [new_code() for _ in range(PEOPLE - PEOPLE_IN_BOTH)]
        assessments.add_assessment(connection, row, None)
        answers = [
            NewResponse(participant_key(row, code), None, _answers(survey_round, i)) for i, code in enumerate(codes)
        ]
        responses.save_responses(connection, row.id, answers, survey_round.closed_at - timedelta(days=1))
        group = summarise_group(
            row, questionnaire, questionnaire.questions, responses.all_responses(connection, row.id), {}
        )
        assessments.mark_closed(connection, row.id, survey_round.closed_at)
        content = closing.freeze(views.GroupView(row, questionnaire, {}, group))
        stored_results.add_frozen_result(connection, row.id, *content, survey_round.closed_at)


def _answers(survey_round: Round, person: int) -> Mapping[str, Answer]:
    """Return the answers of one person: each is the group's middle answer, or one of the votes around it."""
    answers = {}
    for number, (question, middle) in enumerate(by_question(GROUP_LEVELS[survey_round.place]).items()):
        around = _VOTE_OFFSETS[number % len(_VOTE_OFFSETS)]
        aside = around[(person * 11 + (number + survey_round.place) * 3) % PEOPLE]
        level = min(LEVELS, max(1, int(middle) + aside))
        note, evidence = _COMMENTS.get(question, ("", "")) if person == number % PEOPLE else ("", "")
        answers[question] = Answer(level, note=note, evidence=evidence, evidence_grade=EvidenceGrade(person % 3))
    return answers


# The distances of fourteen votes from their middle: close together, varied, far apart.
_VOTE_OFFSETS = (
    [-1] * 2 + [0] * 10 + [1] * 2,
    [-1] * 4 + [0] * 5 + [1] * 3 + [2] * 2,
    [-1] * 2 + [0] * 10 + [1] * 2,
    [-2] * 3 + [-1] * 3 + [0] * 4 + [2] * 4,
)
