"""An assessment of each kind that can be exported, in one database."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from cxmaturity.answers import Answer, EvidenceGrade, Role
from cxmaturity.questionnaire.loading import load_questionnaire
from cxmaturity.services import plans
from cxmaturity.services.assessments import answering, closing
from cxmaturity.services.assessments.agreed_levels import agree_on_level
from cxmaturity.services.assessments.creation import StartSolo, start
from cxmaturity.services.assessments.views import PersonView, load_person_view
from cxmaturity.services.plans import OwnAction, PlannedStep
from cxmaturity.services.surveys import codes
from cxmaturity.services.workshops import private_notes, workshop_view
from cxmaturity.services.workshops.finishing import dot_votes, participant_steps
from cxmaturity.services.workshops.voting import polls
from cxmaturity.services.workshops.voting.vote_writer import VoteWriter
from cxmaturity.store import responses
from cxmaturity.store.database.engine import Database
from cxmaturity.store.responses import NewResponse
from cxmaturity.workshops.polls import WarmUp
from tests.build import TINY
from tests.store import survey_fixtures as surveys
from tests.store import workshop_fixtures as workshops
from tests.store.fixtures import NOW, begin, shipped

HOSTILE = "=HYPERLINK(1) \u202e\u05d0\u05d1 \U0001f600 <b>&amp;</b> *x* " + "w" * 300
"""A text that begins as a formula, turns its direction, and has signs of markup and one endless word."""

PARTICIPANT_STEP = "=1+1: visit the depot <b>together</b>"
"""What the workshop writes as a step of its own."""

PERIOD = timedelta(days=90)


def answered(database: Database, view: PersonView, levels: Mapping[str, int], note: str = "") -> PersonView:
    """Store these levels by question id; the first gets a note and evidence."""
    for number, (name, level) in enumerate(levels.items()):
        graded = EvidenceGrade.DOCUMENT if number % 3 == 0 else None
        answer = Answer(level=level, note=note if number == 0 else "", evidence_grade=graded)
        answering.save_answer(database, view, name, answer, None, NOW)
    return view


def solo(database: Database) -> str:
    """Return a closed full assessment, a quarter after an earlier one, with actions planned between the two."""
    first = begin(database, label="Winter", now=NOW - PERIOD)
    levels = {q.id: 1 + place % 3 for place, q in enumerate(shipped().questions)}
    answered(database, first, levels)
    closing.close_assessment(database, first.assessment.id, NOW - PERIOD)
    question = shipped().questions[0]
    steps = [PlannedStep(question, 1, "Ana", date(2026, 4, 1)), PlannedStep(shipped().questions[3], 1, "", None)]
    done, _ = plans.add_to_plan(database, first.assessment, steps, NOW - PERIOD / 2)
    plans.change_action(database, done.id, NOW, {"status": "done", "outcome": "yes", "outcome_note": HOSTILE})
    plans.add_own_action(database, first.assessment.team_id, OwnAction(HOSTILE[:200], None, "", None, ""), NOW)
    second = begin(database, label="Spring")
    answered(database, second, levels | {question.id: 4, shipped().questions[1].id: 4}, HOSTILE)
    answering.save_answer(database, second, shipped().questions[-1].id, Answer(dont_know=True), None, NOW)
    closing.close_assessment(database, second.assessment.id, NOW)
    return second.assessment.id


def pulse(database: Database) -> str:
    """Return a closed pulse."""
    view = begin(database, team="Pulse team", scope="pulse")
    answered(database, view, {q.id: 1 + place % 5 for place, q in enumerate(shipped().pulse)})
    closing.close_assessment(database, view.assessment.id, NOW)
    return view.assessment.id


def unfinished(database: Database) -> str:
    """Return an open full assessment with a third of its questions answered."""
    view = begin(database, team="Unfinished")
    return answered(database, view, {q.id: 2 for q in shipped().questions[::3]}).assessment.id


def tiny(database: Database) -> str:
    """Return a closed assessment with a questionnaire on another subject."""
    questionnaire = load_questionnaire(TINY)
    command = StartSolo(questionnaire=questionnaire, team_name="Tiny", label="Spring", scope="full", variant="both")
    view = load_person_view(database, start(database, command, NOW).assessment_id)
    answered(database, view, {q.id: 1 + place % 2 for place, q in enumerate(questionnaire.questions)})
    closing.close_assessment(database, view.assessment.id, NOW)
    return view.assessment.id


def usual_level(person: int, place: int) -> int:
    """Return the level that a survey's person gives to the question at this place of the questionnaire."""
    return 1 + (person * (place % 3) + place) % 5


def survey(
    database: Database,
    people: int = 14,
    *,
    asks_role: bool = False,
    team: str = "Survey team",
    level: Callable[[int, int], int] = usual_level,
) -> str:
    """Return a closed anonymous survey with this many people; `level` gives a person's level of a question."""
    started = surveys.start(database, expected=people, asks_role=asks_role, team_name=team)
    rows = []
    for person in range(people):
        levels = {q.id: level(person, place) for place, q in enumerate(shipped().questions)}
        role: Role | None = ("leader" if person % 2 else "other") if asks_role else None
        answers = {name: Answer(level=level) for name, level in levels.items()}
        rows.append(NewResponse(f"key {person}", role, answers))
    with database.writing() as connection:
        responses.save_responses(connection, started.assessment_id, rows, NOW)
    closing.close_assessment(database, started.assessment_id, NOW)
    return started.assessment_id


def open_survey(database: Database) -> str:
    """Return a survey that is still open, with answers in it."""
    started = surveys.start(database, team_name="Open survey")
    invited = surveys.survey_of(database, started)
    surveys.take_part(database, invited, {q.id: 5 for q in shipped().questions}, code=codes.new_code())
    return started.assessment_id


def workshop(database: Database, people: int = 6) -> str:
    """Return an ended open-mode workshop: two questions voted on, one of them twice, with one agreed level.

    It had a warm-up, a participant's step that got all dots but one, and the closing question.
    """
    warm_up = WarmUp("Coffee or tea?", ("Coffee", "Tea"))
    view = workshops.begin(database, team_name="Workshop team", warm_up=warm_up)
    here = workshops.join(database, view, people)
    view = workshops.do(database, view, "begin")
    for number, person in enumerate(here):
        polls.save_poll_answer(database, view.assessment.id, person.stored.id, "warm_up", 1 + number % 2)
    view = workshops.do(database, view, "reveal", "begin")
    writer = VoteWriter(lambda: database)
    try:
        for number, person in enumerate(here):
            workshops.vote(writer, view, person, 1 + number % 5)
        view = workshops.do(database, view, "reveal", "again")
        for number, person in enumerate(here):
            workshops.vote(writer, view, person, 2 + number % 2)
        view = workshops.do(database, view, "reveal")
        question = view.state.question or ""
        agree_on_level(database, view.assessment.id, question, 3, HOSTILE[:200], NOW)
        private_notes.save_private_note(database, view.assessment.id, question, "Ask the depot again.")
        view = workshop_view.load_workshop(database, view.assessment.id)
        view = workshops.do(database, view, "next")
        for person in here:
            workshops.vote(writer, view, person, 4)
        view = workshops.do(database, view, "reveal", "dots")
        participant_steps.propose_step(database, view.assessment.id, PARTICIPANT_STEP, is_by_console=True)
        view = workshop_view.load_workshop(database, view.assessment.id)
        *proposed, written = dot_votes.step_candidates(database, view.assessment.id, view.version)
        for number, person in enumerate(here):
            dots = {written.key: 2} | ({proposed[0].key: 1} if number == 0 else {})
            dot_votes.save_dots(database, view.assessment.id, person.stored.id, dots)
        view = workshops.do(database, view, "steps", "ask_worth")
        for person in here:
            polls.save_poll_answer(database, view.assessment.id, person.stored.id, "worth", 4)
        view = workshops.do(database, view, "end")
    finally:
        writer.close()
    return view.assessment.id


KINDS: Mapping[str, Callable[[Database], str]] = {
    "solo": solo,
    "pulse": pulse,
    "unfinished": unfinished,
    "tiny": tiny,
    "survey": survey,
    "seven": lambda database: survey(database, 7, team="Seven"),
    "sealed": lambda database: survey(database, 3, team="Sealed"),
    "roles": lambda database: survey(database, 14, asks_role=True, team="Leaders and others"),
    "open_survey": open_survey,
    "workshop": workshop,
}
"""What makes an assessment of each kind, by its name."""
