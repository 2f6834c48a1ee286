"""Views: an assessment with its questionnaire, answers and targets, as pages and services use it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from cxmaturity.analysis.frozen.frozen_result import read_frozen_result
from cxmaturity.analysis.groups import GroupResult
from cxmaturity.analysis.outcome import Outcome, evaluate_with_targets
from cxmaturity.answers import Response
from cxmaturity.errors import NotFound, StillOpen
from cxmaturity.questionnaire.schema import Question, Questionnaire
from cxmaturity.records import Assessment, DimensionTarget, StoredResponse, asked_questions
from cxmaturity.services import questionnaires
from cxmaturity.store import answers as store_answers
from cxmaturity.store import assessments
from cxmaturity.store import frozen_results as stored_results
from cxmaturity.store.database.engine import Database
from cxmaturity.wording.errors import NO_ASSESSMENT


@dataclass(frozen=True)
class AssessmentView(ABC):
    """An assessment with its questionnaire, its answers and the targets of its dimensions."""

    assessment: Assessment
    questionnaire: Questionnaire
    targets: Mapping[str, DimensionTarget]

    @property
    @abstractmethod
    def response(self) -> Response:
        """The answers: one person's, or the group's."""

    @property
    def group(self) -> GroupResult | None:
        """The result of several people, None for one person."""
        return None

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions asked, in order; see `asked_questions`."""
        return asked_questions(self.questionnaire, self.assessment)

    @cached_property
    def open_questions(self) -> tuple[Question, ...]:
        """The questions asked that have no answer yet."""
        return tuple(q for q in self.questions if not self.response.answer(q.id).is_answered)

    def outcome(self, instead: Response | None = None) -> Outcome:
        """Return the outcome of the answers, or of those of `instead`, with the stored targets."""
        return evaluate_with_targets(self.questionnaire, instead or self.response, self.targets)


@dataclass(frozen=True)
class PersonView(AssessmentView):
    """One person's view: a solo assessment, or their own answers in a survey or workshop."""

    stored: StoredResponse

    @cached_property
    def response(self) -> Response:
        """The person's answers without their revisions."""
        return Response({question_id: stored.answer for question_id, stored in self.stored.answers.items()})


@dataclass(frozen=True)
class GroupView(AssessmentView):
    """The view of a group's answers, from its frozen result or while it is being frozen."""

    result: GroupResult

    @property
    def response(self) -> Response:
        """The group's answers: agreed levels, else the middle answers that may be shown."""
        return self.result.response

    @property
    def group(self) -> GroupResult:
        """The group's result."""
        return self.result


def load_view(database: Database, assessment_id: str) -> AssessmentView:
    """Return the view of an assessment; raises NotFound.

    Raises StillOpen for an open survey or workshop, whose answers nobody may see yet.
    """
    kept = None
    with database.reading() as connection:
        row = assessments.assessment(connection, assessment_id)
        is_solo = row is not None and row.mode == "solo"
        stored = store_answers.solo_response(connection, assessment_id) if is_solo else None
        if row and not is_solo and not row.is_open:
            kept = stored_results.newest_frozen_result(connection, assessment_id)
        targets = assessments.dimension_targets(connection, assessment_id)
    if row is None or (is_solo and stored is None):
        raise NotFound(*NO_ASSESSMENT)
    questionnaire = questionnaires.archived_questionnaire(database, row.digest)
    if stored is not None:
        return PersonView(row, questionnaire, targets, stored)
    group = read_frozen_result(kept).group if kept else None
    if group is None:
        raise StillOpen(row.mode)
    return GroupView(row, questionnaire, targets, group)


def load_person_view(database: Database, assessment_id: str) -> PersonView:
    """Return the view of a solo assessment; raises NotFound, also for a survey or workshop."""
    try:
        view = load_view(database, assessment_id)
    except StillOpen as error:
        raise NotFound(*NO_ASSESSMENT) from error
    if not isinstance(view, PersonView):
        raise NotFound(*NO_ASSESSMENT)
    return view


def previous_view(database: Database, view: AssessmentView) -> AssessmentView | None:
    """Return the team's last closed assessment before this one whose answers compare with it, None without one.

    It must have the same questionnaire in the same major version and the same kind of respondent (one person, or
    several), and ask as much: before a full assessment it must be full. Only the last dozen are searched.
    """
    with database.reading() as connection:
        earlier = assessments.closed_before(connection, view.assessment)
    for candidate in earlier:
        if (candidate.mode == "solo") != (view.assessment.mode == "solo"):
            continue
        if not candidate.asks_as_much_as(view.assessment):
            continue
        earlier_questionnaire = questionnaires.archived_questionnaire(database, candidate.digest)
        is_comparable = earlier_questionnaire.comparison_key == view.questionnaire.comparison_key
        if is_comparable and (candidate.scope == "full" or view.assessment.scope == "pulse"):
            return load_view(database, candidate.id)
    return None
