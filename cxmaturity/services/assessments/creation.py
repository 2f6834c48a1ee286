"""Starts an assessment: solo, survey or workshop."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from secrets import token_hex, token_urlsafe

from cxmaturity.analysis.disclosure import (
    MIN_GROUP_FOR_PART,
    MIN_GROUP_FOR_ROLES,
    MIN_TIME_BETWEEN_RESULTS,
    may_ask_roles,
)
from cxmaturity.answers import Privacy
from cxmaturity.errors import CHOOSE_SHOWN, Refused
from cxmaturity.questionnaire.schema import BOTH, Questionnaire
from cxmaturity.records import Assessment, Scope, Team, asked_questions
from cxmaturity.services.assessments.recent_results import questions_shown_too_recently
from cxmaturity.services.assessments.targets import carry_over
from cxmaturity.services.surveys.codes import new_code, participant_key
from cxmaturity.services.workshops.preparing.join_codes import VALID_FOR, unused_join_code
from cxmaturity.store import assessments, questionnaires, responses
from cxmaturity.store import teams as stored_teams
from cxmaturity.store.database.engine import Connection, Database
from cxmaturity.store.workshop import workshops
from cxmaturity.store.workshop.workshops import WorkshopRow
from cxmaturity.text_cleaning import clean_name, comparable_name
from cxmaturity.wording.errors import team_archived
from cxmaturity.workshops.polls import WarmUp
from cxmaturity.workshops.state import Pace, WorkshopState

MAX_EXPECTED = 10_000
"""The largest number of people in a survey or workshop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Start:
    """The fields of every command that starts an assessment.

    `team_name` names the team, which is added if it does not exist. `variant` is the id of one of the questionnaire's
    kinds of organisation, or BOTH.
    """

    questionnaire: Questionnaire
    team_name: str
    label: str
    scope: Scope = "full"
    variant: str = BOTH


@dataclass(frozen=True, slots=True, kw_only=True)
class StartSolo(_Start):
    """Start an assessment that one person answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartSurvey(_Start):
    """Start a survey for `expected` people, None when unknown; the people in `names` get a personal link each.

    With `asks_role` each says whether they lead people; with `is_linked` answers are linked over time, by names or by
    private codes. With `needs_slips` only people with a one-time slip can start, with `is_shared` participants may view
    the result.
    """

    privacy: Privacy
    asks_role: bool = False
    is_linked: bool = False
    expected: int | None = None
    names: Sequence[str] = ()
    needs_slips: bool = False
    is_shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StartWorkshop(_Start):
    """Start a workshop of `expected` people, None when unknown.

    `dimensions` limits it to the questions of some dimensions (ids); `questions` to single questions, in this order.
    `warm_up` is asked first, outside the score. With `asks_why`, people may add one line of why to each vote; with
    `needs_slips` only people with a one-time slip can join.
    """

    privacy: Privacy
    asks_role: bool = False
    expected: int | None = None
    pace: Pace
    dimensions: Sequence[str] = ()
    questions: Sequence[str] = ()
    warm_up: WarmUp | None = None
    asks_why: bool = False
    needs_slips: bool = False


StartCommand = StartSolo | StartSurvey | StartWorkshop


@dataclass(frozen=True, slots=True)
class StartedAssessment:
    """The id of a new assessment and the private codes of personal links by name, which are not stored."""

    assessment_id: str
    codes: Mapping[str, str] = field(default_factory=dict)


def start(database: Database, command: StartCommand, now: datetime) -> StartedAssessment:
    """Start an assessment; for settings that do not fit together it raises Refused and stores nothing."""
    names = _checked_names(command) if isinstance(command, StartSurvey) else []
    if isinstance(command, (StartSurvey, StartWorkshop)):
        _refuse_group_size(command)
    with database.writing() as connection:
        team = find_or_add_team(connection, command.team_name, now)
        row = new_assessment(command, team, now)
        if isinstance(command, StartWorkshop):
            _refuse_hidden_workshop(connection, command, row, now)
        archive(connection, command.questionnaire)
        assessments.add_assessment(connection, row, token_hex(10) if row.mode == "solo" else None)
        codes = {name: new_code() for name in names}
        responses.save_names(connection, row.id, [(participant_key(row, code), name) for name, code in codes.items()])
        carry_over(connection, row, command.questionnaire)
        if isinstance(command, StartWorkshop):
            _add_workshop(connection, command, row, now)
    return StartedAssessment(row.id, codes)


def new_assessment(command: StartCommand, team: Team, now: datetime) -> Assessment:
    """Return the open assessment of a command, not stored yet; raises Refused."""
    questionnaire = command.questionnaire
    label = clean_name(command.label, "The assessment")
    if command.variant not in (BOTH, *(v.id for v in questionnaire.variants)):
        raise Refused("There is no such kind of organisation in this questionnaire.", CHOOSE_SHOWN)
    if command.scope == "pulse" and not questionnaire.pulse:
        raise Refused("This questionnaire has no pulse.", "Choose the full assessment.")
    row = Assessment(
        id=token_hex(10),
        team_id=team.id,
        team_name=team.name,
        is_demo=team.is_demo,
        label=label,
        digest=questionnaire.digest,
        scope=command.scope,
        variant=command.variant,
        mode="solo",
        privacy="open",
        status="open",
        opened_at=now,
        closed_at=None,
    )
    if isinstance(command, StartSolo):
        return row
    row = replace(
        row,
        privacy=command.privacy,
        invitation=token_urlsafe(16),
        asks_role=command.asks_role,
        expected=_expected(command),
        slips=0 if command.needs_slips else None,  # none is printed yet
    )
    if isinstance(command, StartSurvey):
        return replace(row, mode="survey", is_linked=command.is_linked, is_shared=command.is_shared)
    dimensions, questions = _chosen_dimensions(command), _picked_questions(command)
    return replace(row, mode="workshop", dimensions=dimensions, questions=questions)


def first_free_second(connection: Connection, team_name: str, closed_at: datetime) -> datetime:
    """Return when to date an assessment from a file: `closed_at`, or seconds later if the team has one of that time.

    Of two files dated to one day the one imported later counts as later. Raises Refused for a bad name.
    """
    team = find_own_team(connection, team_name)
    taken = {row.closed_at for row in assessments.every_assessment(connection, team.id)} if team else set()
    while closed_at in taken:
        closed_at += timedelta(seconds=1)
    return closed_at


def find_own_team(connection: Connection, name: str) -> Team | None:
    """Return the own team with that name, None without one; raises Refused where only an archived one has it."""
    name = clean_name(name, "The team")
    team = stored_teams.team_named(connection, name)
    if team is None and stored_teams.team_named(connection, name, archived=True):
        raise Refused(team_archived(name), "Restore it on the Teams page, or choose another name.")
    return team


def find_or_add_team(connection: Connection, name: str, now: datetime) -> Team:
    """Return the team with that name, which is added if it does not exist; raises Refused."""
    stored_teams.lock_teams(connection)
    team = find_own_team(connection, name)
    if team is None:
        team = Team(token_hex(10), clean_name(name, "The team"), False)
        stored_teams.add_team(connection, team, now)
    return team


def archive(connection: Connection, questionnaire: Questionnaire) -> None:
    """Store the questionnaire's text, so that later changes of its files do not affect the assessment's scores."""
    questionnaires.archive_questionnaire(connection, questionnaire.digest, questionnaire.canonical)


def _checked_names(command: StartSurvey) -> list[str]:
    """Return the cleaned names of the people who get a personal link; raises Refused."""
    if command.names and command.privacy == "anonymous":
        raise Refused("Whoever makes personal links could read what they lead to.", "Use the one link for all.")
    names = [clean_name(name, "Each person") for name in command.names]
    if len({comparable_name(name) for name in names}) < len(names):
        raise Refused("Two people have the same name.", "Tell them apart, for example by a second letter.")
    return names


def _expected(command: StartSurvey | StartWorkshop) -> int | None:
    """Return how many people are invited, at least as many as have a personal link; None when unknown."""
    if isinstance(command, StartWorkshop):
        return command.expected
    return max(command.expected or 0, len(command.names)) or None


def _refuse_group_size(command: StartSurvey | StartWorkshop) -> None:
    expected = _expected(command)
    kind, more = ("survey", "Invite") if isinstance(command, StartSurvey) else ("workshop", "Expect")
    if expected is not None and not 2 <= expected <= MAX_EXPECTED:
        raise Refused(f"A {kind} is for 2 to {MAX_EXPECTED:,} people.", "Change the number.")
    if command.asks_role and not may_ask_roles(expected):
        raise Refused(
            f"Leaders and others are shown apart only where {MIN_GROUP_FOR_PART} of each answered, so from "
            f"{MIN_GROUP_FOR_ROLES} people.",
            f"{more} more people, or do not ask for it.",
        )


def _refuse_hidden_workshop(connection: Connection, command: StartWorkshop, row: Assessment, now: datetime) -> None:
    """Raise Refused when votes of the workshop would stay hidden: see `recent_results`."""
    hidden = questions_shown_too_recently(connection, row, command.questionnaire, now)
    if hidden & {q.id for q in asked_questions(command.questionnaire, row)}:
        days = MIN_TIME_BETWEEN_RESULTS.days
        raise Refused(
            f"An anonymous result of {row.team_name} was shown less than {days} days ago. Its difference from the "
            "room's votes could tell what one person said, so the votes would stay hidden.",
            f"Make it open, with names, or hold it {days} days after that result.",
        )


def _chosen_dimensions(command: StartWorkshop) -> tuple[str, ...] | None:
    """Return the ids of the chosen dimensions, in questionnaire order; None for all. Raises Refused."""
    dimensions = command.questionnaire.dimensions
    known = [d.id for d in dimensions]
    if command.questions:
        return tuple(d.id for d in dimensions if {q.id for q in d.questions} & {*command.questions})
    if set(command.dimensions) - set(known) or (command.dimensions and command.scope == "pulse"):
        raise Refused("These dimensions cannot be chosen.", "Choose among those of the full questionnaire.")
    if not command.dimensions or set(command.dimensions) == set(known):
        return None
    return tuple(d for d in known if d in command.dimensions)


def _picked_questions(command: StartWorkshop) -> tuple[str, ...] | None:
    """Return the ids of the picked questions, in questionnaire order; None for none. Raises Refused."""
    if not command.questions:
        return None
    known = [q.id for q in command.questionnaire.questions]
    is_sound = len(set(command.questions)) == len(command.questions) and set(command.questions) <= set(known)
    if not is_sound or command.scope == "pulse" or command.dimensions:
        raise Refused("These questions cannot be picked.", "Pick each once, among those of the full questionnaire.")
    return tuple(name for name in known if name in command.questions)


def _add_workshop(connection: Connection, command: StartWorkshop, row: Assessment, now: datetime) -> None:
    order = tuple(command.questions) or tuple(q.id for q in asked_questions(command.questionnaire, row))
    state = WorkshopState(order=order, warm_up=command.warm_up, asks_why=command.asks_why)
    workshop = WorkshopRow(
        assessment_id=row.id,
        code=unused_join_code(connection),
        screen=token_urlsafe(16),
        pace=command.pace,
        state=state,
        version=1,
        expires_at=now + VALID_FOR,
    )
    workshops.add_workshop(connection, workshop)
