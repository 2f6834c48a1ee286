"""Assessments from start to finish: answering, aims, closing, the result."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from cxmaturity.analysis.groups import GroupResult, frozen_group
from cxmaturity.analysis.outcome import Outcome, evaluate
from cxmaturity.answers import Response
from cxmaturity.errors import NotFound, StillOpen
from cxmaturity.questionnaire.schema import Question, Questionnaire
from cxmaturity.records import Assessment, DimensionTarget, StoredAnswer, StoredResponse, asked_questions
from cxmaturity.services import questionnaires
from cxmaturity.store import answers as store_answers
from cxmaturity.store import assessments
from cxmaturity.store.engine import Database

_MAX_EARLIER = 12  # earlier assessments, for last time's answers
REMOVED = ("This assessment was removed.", "Go to Home to see those that are here.")
NO_ASSESSMENT = (
    "There is no assessment at this link.",
    "It may have been removed, or the link was cut short when it was copied. All assessments are on Home.",
)


@dataclass(frozen=True)
class AssessmentView:
    """An assessment in hand: itself, its questionnaire, the response so far and the aims set for it.

    `group` is there when several people answered; then `stored` holds what the group's answers were at closing.
    """

    assessment: Assessment
    questionnaire: Questionnaire
    stored: StoredResponse
    targets: Mapping[str, DimensionTarget]
    group: GroupResult | None = None

    @cached_property
    def response(self) -> Response:
        """The answers without what the store adds to them."""
        return Response({name: s.answer for name, s in self.stored.answers.items()})

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions asked, in order: all of them, or the pulse."""
        return asked_questions(self.questionnaire, self.assessment)

    @cached_property
    def open_questions(self) -> tuple[Question, ...]:
        """The questions asked that have no answer of any kind yet."""
        return tuple(q for q in self.questions if not self.response.answer(q.id).is_answered)

    def outcome(self, instead: Response | None = None) -> Outcome:
        """Return what the answers (or those of `instead`) come to with the aims that are set."""
        targets = {d: a.target for d, a in self.targets.items() if a.target is not None}
        importance = {d: a.importance for d, a in self.targets.items() if a.importance is not None}
        return evaluate(self.questionnaire, instead or self.response, targets, importance)


def load_view(database: Database, assessment_id: str) -> AssessmentView:
    """Return the assessment with all that belongs to it; raises NotFound.

    Of one that several people answer only once it is closed; until then nobody sees answers, and StillOpen is raised.
    """
    kept = None
    with database.reading() as connection:
        found = assessments.assessment(connection, assessment_id)
        is_solo = found is not None and found.mode == "solo"
        stored = store_answers.solo_response(connection, assessment_id) if is_solo else None
        if found and not is_solo and not found.is_open:
            kept = assessments.newest_frozen_result(connection, assessment_id)
        aims = assessments.dimension_targets(connection, assessment_id)
    if found is None or (is_solo and stored is None):
        raise NotFound(*NO_ASSESSMENT)
    questionnaire = questionnaires.archived_questionnaire(database, found.digest)
    if stored is not None:
        return AssessmentView(found, questionnaire, stored, aims)
    seen = frozen_group(kept[0]) if kept else None
    if seen is None:
        raise StillOpen(found.mode)
    return for_group(found, questionnaire, seen, aims)


def for_group(
    row: Assessment, questionnaire: Questionnaire, group: GroupResult, aims: Mapping[str, DimensionTarget]
) -> AssessmentView:
    """Return the work on what a group answered, as one response that nobody writes to."""
    answers = {name: StoredAnswer(answer, 0) for name, answer in group.response.answers.items()}
    return AssessmentView(row, questionnaire, StoredResponse("", row.id, 0, answers), aims, group)


def previous_view(database: Database, view: AssessmentView) -> AssessmentView | None:
    """Return the team's closed assessment before this one whose answers compare with it, None when there is none.

    Comparable: the same questionnaire in the same major version; where this one is full, the earlier one is too; one
    person's with one person's. Only the last dozen are looked at.
    """
    with database.reading() as connection:
        earlier = assessments.closed_before(connection, view.assessment, _MAX_EARLIER)
    for candidate in earlier:
        if (candidate.mode == "solo") != (view.assessment.mode == "solo"):
            continue
        then = questionnaires.archived_questionnaire(database, candidate.digest)
        same_model = (then.id, then.version.split(".")[0]) == (
            view.questionnaire.id,
            view.questionnaire.version.split(".")[0],
        )
        if same_model and (candidate.scope == "full" or view.assessment.scope == "pulse"):
            return load_view(database, candidate.id)
    return None
