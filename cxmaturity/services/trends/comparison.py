"""Compares two closed assessments of a team, with people's comments and the actions between them."""

from cxmaturity.analysis.frozen.closed_assessment import ClosedAssessment, named_alike
from cxmaturity.analysis.groups import Comment
from cxmaturity.analysis.trends.comparison import Comments, Comparison, compare
from cxmaturity.errors import NotFound, Refused
from cxmaturity.records import Action
from cxmaturity.services.questionnaires import read_archived_questionnaire
from cxmaturity.services.trends.milestones import closed_assessments, frozen_results
from cxmaturity.services.trends.people_answers import people_answers
from cxmaturity.store import answers, assessments, plans
from cxmaturity.store.database.engine import Connection, Database
from cxmaturity.wording.errors import ASSESSMENT_REMOVED


def compare_assessments(database: Database, earlier_id: str, later_id: str) -> Comparison:
    """Return the comparison of two closed full assessments of one team.

    Raises NotFound, and Refused when the two cannot be compared.
    """
    with database.reading() as connection:
        rows = [assessments.assessment(connection, name) for name in (earlier_id, later_id)]
        known = [row for row in rows if row is not None]
        results = frozen_results(connection, known)
        comments = {row.id: _solo_comments(connection, row.id) for row in known if row.mode == "solo"}
    if len(known) < len(rows):
        raise NotFound(*ASSESSMENT_REMOVED)
    if known[0].team_id != known[1].team_id:
        raise Refused("These assessments are of two teams.", "Choose two of one team.")
    closed = closed_assessments(database, known, results)
    if len(closed) < len(rows):
        raise Refused("Only finished assessments are compared.", "Finish both first.")
    if any(row.scope != "full" for row in known):
        raise Refused("A pulse has no levels to compare.", "Choose two full assessments.")
    earlier, later = named_alike(closed)
    if earlier.comparison_key != later.comparison_key:
        raise Refused(
            "The questionnaire has changed too much between these two to compare them.",
            "Choose two that were answered with the same major version.",
        )
    with database.snapshot() as connection:
        people = (people_answers(connection, earlier), people_answers(connection, later))
    return compare(
        earlier,
        later,
        _comments(earlier, comments),
        _comments(later, comments),
        actions_between(database, earlier, later),
        people,
    )


def _comments(closed: ClosedAssessment, solo_comments: dict[str, Comments]) -> Comments:
    return closed.group.comments if closed.group else solo_comments[closed.assessment.id]


def _solo_comments(connection: Connection, assessment_id: str) -> Comments:
    """Return one person's comments, which are stored in their response and not in the frozen result."""
    stored = answers.solo_response(connection, assessment_id)
    if stored is None:
        return {}
    return {
        question_id: [Comment(s.answer.note, s.answer.evidence, None, s.answer.level)]
        for question_id, s in stored.answers.items()
        if s.answer.note or s.answer.evidence
    }


def actions_between(database: Database, earlier: ClosedAssessment, later: ClosedAssessment) -> list[Action]:
    """Return the team's actions added before `later` that were neither done by `earlier` nor dropped, oldest first.

    Those for a question of another questionnaire are left out, because it may have the id of one of these.
    """
    since, until = earlier.closed_at, later.closed_at
    with database.reading() as connection:
        actions = plans.actions(connection, later.assessment.team_id)
        between = [a for a in actions if a.created_at < until and (a.done_at is None or a.done_at > since)]
        sources = {name for a in between if (name := a.assessment_id)}
        rows = [row for name in sources if (row := assessments.assessment(connection, name))]
        asked = {row.id: read_archived_questionnaire(connection, row.digest).id for row in rows}
    model = later.questionnaire.id
    return [a for a in between if a.status != "dropped" and asked.get(a.assessment_id or "", model) == model]
