"""Adds and removes the demo: the history of an invented organisation."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from secrets import token_hex

from cxmaturity.answers import Answer, EvidenceGrade
from cxmaturity.errors import Refused
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import Action, DimensionTarget, StoredAnswer, StoredResponse, Team
from cxmaturity.services.assessments.closing import freeze
from cxmaturity.services.assessments.creation import StartSolo, archive, new_assessment
from cxmaturity.services.assessments.views import PersonView
from cxmaturity.services.demo import survey
from cxmaturity.services.demo.content import LEVELS, TEAMS, AnswerBasis, DemoStep, TeamStory, by_question
from cxmaturity.store import answers as store_answers
from cxmaturity.store import assessments, plans
from cxmaturity.store import frozen_results as stored_results
from cxmaturity.store import teams as stored_teams
from cxmaturity.store.database.engine import Database

QUESTIONNAIRE = "cx"
"""The id of the questionnaire that the demo answers."""

_BEGUN_AGO = timedelta(days=4)  # how long ago the unfinished assessment was started
_FOR_EACH_ANSWER = timedelta(seconds=70)
_UNTIL_CLOSED = timedelta(minutes=52)
_SURVEY_OPEN_FOR = timedelta(days=5)


@dataclass(frozen=True, slots=True)
class _TeamHistory:
    """One team's assessments and actions, ready to be stored."""

    team: Team
    views: list[PersonView]
    actions: list[Action]


def is_demo_loaded(database: Database) -> bool:
    """Return whether the demo's teams exist."""
    with database.reading() as connection:
        return any(team.is_demo for team in stored_teams.teams(connection))


def remove_demo(database: Database) -> None:
    """Delete the demo's teams with everything added to them since, and nothing else."""
    with database.writing(is_long=True) as connection:
        stored_teams.remove_demo(connection)


def load_demo(database: Database, questionnaire: Questionnaire, now: datetime) -> None:
    """Add two teams with four closed quarters each, plans and an unfinished assessment, and a third with two surveys.

    No effect when the demo is loaded already. The last quarter ended some weeks before `now`. Raises Refused for a
    questionnaire without the demo's questions.
    """
    if not fits_demo(questionnaire):
        raise Refused("The demo data goes with the shipped questionnaire only.", "Put questionnaires/cx back in place.")
    if is_demo_loaded(database):
        return
    histories = [_team_history(story, questionnaire, now.astimezone(UTC)) for story in TEAMS]
    with database.writing() as connection:
        stored_teams.lock_teams(connection)
        if any(team.is_demo for team in stored_teams.teams(connection)):  # another window has loaded it
            return
        archive(connection, questionnaire)
        for history in histories:
            stored_teams.add_team(connection, history.team, history.views[0].assessment.opened_at)
            for view in history.views:
                row = view.assessment
                assessments.add_assessment(connection, row, view.stored.id)
                answers = {
                    question: (stored.answer, row.opened_at + stored.revision * _FOR_EACH_ANSWER)
                    for question, stored in view.stored.answers.items()
                }
                store_answers.save_answers(connection, view.stored.id, answers)
                assessments.save_dimension_targets(connection, row.id, view.targets)
                if row.closed_at:
                    assessments.mark_closed(connection, row.id, row.closed_at)
                    stored_results.add_frozen_result(connection, row.id, *freeze(view), row.closed_at)
            for action in history.actions:
                plans.add_action(connection, action)
        team = Team(token_hex(10), survey.NAME, True)
        first, second = (_round(place, back, now.astimezone(UTC)) for place, back in ((0, 3), (1, 1)))
        stored_teams.add_team(connection, team, first.opened_at)
        survey.store_surveys(connection, questionnaire, team, (first, second))


def fits_demo(questionnaire: Questionnaire) -> bool:
    """Return whether a questionnaire asks what the demo answers: its questions and steps, on its scale.

    The shipped one may have been changed; its questions may have another order.
    """
    asked = by_question(TEAMS[0].quarters[0])
    return (
        questionnaire.id == QUESTIONNAIRE
        and questionnaire.by_id.keys() == asked.keys()
        and questionnaire.stages_are_levels
        and questionnaire.scale_max == LEVELS
        and survey.VARIANT in {v.id for v in questionnaire.variants}
        and {d.id for d in questionnaire.dimensions} >= {d for story in TEAMS for d in story.targets}
        and all(questionnaire.by_id[s.question].step_from(s.level) for story in TEAMS for s in story.plan)
    )


def sample_views(questionnaire: Questionnaire, now: datetime) -> tuple[PersonView, PersonView]:
    """Return the last closed quarter of the demo's first team and the one before it, without storing them.

    The questionnaire must fit the demo.
    """
    finished = [view for view in _team_history(TEAMS[0], questionnaire, now).views if not view.assessment.is_open]
    return finished[-1], finished[-2]


def _round(place: int, back: int, now: datetime) -> survey.Round:
    label, day = _quarter(now - _BEGUN_AGO, back)
    opened = datetime.combine(day, time(8), UTC)
    return survey.Round(label, opened, opened + _SURVEY_OPEN_FOR, place)


def _team_history(story: TeamStory, questionnaire: Questionnaire, now: datetime) -> _TeamHistory:
    team, begun = Team(token_hex(10), story.name, True), now - _BEGUN_AGO
    views = []
    for place, row in enumerate(story.quarters):
        back = len(story.quarters) - place
        label, day = _quarter(begun, back)
        opened = datetime.combine(day, time(story.hour), UTC)
        answers = _answers(story, row, is_recent=back <= 2)
        targets = story.targets if back == 1 else {}
        views.append(_view(team, questionnaire, label, opened, opened + _UNTIL_CLOSED, answers, targets))
    actions = [_action(step, views[step.quarter - 1], questionnaire, now) for step in story.plan]
    if story.begun:
        answers = _answers(story, story.begun, is_recent=False)
        views.append(_view(team, questionnaire, _quarter(begun, 0)[0], begun, None, answers, story.targets))
    return _TeamHistory(team, views, actions)


def _quarter(moment: datetime, back: int) -> tuple[str, date]:
    """Return the name of the quarter `back` quarters before `moment`, and a Thursday in its last month."""
    year, quarter = divmod(moment.year * 4 + (moment.month - 1) // 3 - back, 4)
    day = date(year, quarter * 3 + 3, 20)
    return f"{year} Q{quarter + 1}", day - timedelta(days=(day.weekday() - 3) % 7)


def _answers(story: TeamStory, row: str, is_recent: bool) -> dict[str, Answer]:
    """Return the answers of `row`; with `is_recent`, final answers have their notes and evidence."""
    still = by_question(story.quarters[-1]) if is_recent else {}
    nothing = AnswerBasis(None, "")
    answers = {}
    for question, character in by_question(row).items():
        basis = story.bases.get(question, nothing) if still.get(question) == character else nothing
        answers[question] = Answer(
            level=int(character) if character.isdigit() else None,
            not_applicable=story.reasons[question] if character == "-" else None,
            dont_know=character == "?",
            note=basis.note,
            evidence_grade=None if basis.grade is None else EvidenceGrade(basis.grade),
            evidence=basis.evidence,
        )
    return answers


def _view(
    team: Team,
    questionnaire: Questionnaire,
    label: str,
    opened_at: datetime,
    closed_at: datetime | None,
    answers: Mapping[str, Answer],
    targets: Mapping[str, DimensionTarget],
) -> PersonView:
    command = StartSolo(questionnaire=questionnaire, team_name=team.name, label=label, variant=survey.VARIANT)
    row = new_assessment(command, team, opened_at)
    row = replace(row, status="closed", closed_at=closed_at) if closed_at else row
    stored = {question: StoredAnswer(answer, number) for number, (question, answer) in enumerate(answers.items(), 1)}
    return PersonView(row, questionnaire, targets, StoredResponse(token_hex(10), len(stored), stored))


def _action(planned: DemoStep, view: PersonView, questionnaire: Questionnaire, now: datetime) -> Action:
    step = questionnaire.by_id[planned.question].steps[planned.level - 1]
    created = (view.assessment.closed_at or now) + timedelta(days=1)
    is_open, is_done = planned.status in ("planned", "started"), planned.status == "done"
    due = now + timedelta(days=planned.days) if is_open else created + timedelta(days=28)
    return Action(
        id=token_hex(10),
        team_id=view.assessment.team_id,
        assessment_id=view.assessment.id,
        question_id=planned.question,
        from_level=planned.level,
        do=step.do,
        effort=step.effort,
        worked_if=step.worked_if,
        owner=planned.owner,
        due=due.date(),
        status=planned.status,
        outcome=planned.outcome,
        outcome_note=planned.saw,
        created_at=created,
        done_at=created + timedelta(days=planned.days) if is_done else None,
    )
