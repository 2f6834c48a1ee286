"""Attack on everything that is shown of an anonymous group: pages, tables, what-if and export.

`test_disclosure` proves that what `disclose_question` returns identifies nobody. These tests prove that nothing else is
shown: two groups with the same disclosure look the same, to the letter, wherever they are shown.
"""

import json
from collections import defaultdict
from collections.abc import Hashable, Sequence
from itertools import combinations_with_replacement
from typing import Any

import pytest

from cxmaturity.analysis.groups import summarise_group
from cxmaturity.analysis.outcome import outcome_json
from cxmaturity.answers import Answer, EvidenceGrade, Role
from cxmaturity.files.answers_table import answers_csv
from cxmaturity.files.portable import packing
from cxmaturity.files.portable.content import FrozenText, PortableAssessment
from cxmaturity.records import ParticipantResponse
from cxmaturity.services.assessments import closing
from cxmaturity.services.assessments import views as assessments_views
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.services.exports.exportable import exportable_responses
from cxmaturity.services.exports.result_json import answers_file
from cxmaturity.tables import groups, results
from cxmaturity.wording.result import groups as wording_groups
from tests.build import MOMENT, assessment, equal, leaders_and_others

MODEL = equal(3, 3)
NO_DATABASE: Any = None  # what is exported of an anonymous group needs none


def closed(votes: Sequence[int], roles: Sequence[Role | None] = ()) -> AssessmentView:
    """Return the closed survey in which these people gave one vote to A1, and 3 to everything else."""
    row = assessment(asks_role=bool(roles), expected=len(votes), digest=MODEL.digest)
    people = [
        ParticipantResponse(
            f"{i:02}",
            None,
            roles[i] if roles else None,
            {q.id: Answer(level=vote if q.id == "A1" else 3, evidence_grade=EvidenceGrade(2)) for q in MODEL.questions},
        )
        for i, vote in enumerate(votes)
    ]
    return assessments_views.GroupView(row, MODEL, {}, summarise_group(row, MODEL, MODEL.questions, people, {}))


def portable_file(view: AssessmentView) -> str:
    """Return the portable file of a group, which a PDF report carries too."""
    frozen = FrozenText(MOMENT, closing.freeze(view)[0])
    return repr(packing.assessment_document(PortableAssessment(view.assessment, view.targets, frozen=(frozen,))))


def everything_shown(view: AssessmentView) -> str:
    """Return all that pages and exports show of a group, as text."""
    assert view.group
    group, outcome = view.group, view.outcome()
    rows = groups.vote_table(view.questionnaire, view.questions, group.disclosure.questions, group.disclosure.agreed)
    tried = view.outcome(view.response)
    return "\n".join(
        [
            wording_groups.who_answered(group),
            str(wording_groups.suppressed_questions(group)),
            wording_groups.agreement_takeaway(rows, view.questionnaire),
            str(wording_groups.perception_takeaway(rows, view.questionnaire)),
            rows.to_csv(),
            groups.rwg_table(view.questionnaire, group.disclosure.questions).to_csv(),
            groups.agreement_table(view.questionnaire, group.details).to_csv(),
            results.dimension_profile(view.questionnaire, outcome.result, outcome.targets).to_csv(),
            results.capability_gaps(view.questionnaire, outcome.result, outcome.targets).to_csv(),
            results.answer_table(view.questionnaire, view.questions, view.response).to_csv(),
            str(outcome_json(tried)),
            str((group.comments, group.votes)),
            answers_csv(view.assessment, view.questionnaire, exportable_responses(NO_DATABASE, view)).decode(),
            json.dumps(answers_file(view)),
            portable_file(view),
        ]
    )


class Views:
    """What pages and exports show of groups, grouped by their disclosure.

    A view is built from the published result alone, so it is built once for all groups with the same result.
    """

    def __init__(self) -> None:
        self.by_disclosed: dict[Hashable, set[str]] = defaultdict(set)
        self._by_result: dict[str, str] = {}

    def add(self, view: AssessmentView, disclosed: Hashable) -> None:
        result = repr(view.group)
        if result not in self._by_result:
            self._by_result[result] = everything_shown(view)
        self.by_disclosed[disclosed].add(self._by_result[result])

    def tell_nothing_else(self) -> bool:
        """Whether all groups with the same disclosure have the same views."""
        return all(len(alike) == 1 for alike in self.by_disclosed.values())


@pytest.mark.parametrize("people", [4, 5, 6])
def test_groups_that_look_alike_are_alike_everywhere(people: int) -> None:
    """All sets of votes of four, five and six people: there are as many different views as different disclosures."""
    views = Views()
    for votes in combinations_with_replacement(range(1, 6), people):
        view = closed(votes)
        assert view.group
        shown = view.group.disclosure.questions["A1"]
        views.add(view, (shown.answer.level, shown.agreement))
    assert views.tell_nothing_else()
    assert (len(views.by_disclosed) == 1) == (people < 5)


def test_leaders_and_others_that_look_alike_are_alike_everywhere() -> None:
    """Six leaders and six others, all votes from 2 to 4: only the levels of both roles and of the whole make a
    difference."""
    roles = leaders_and_others(6, 6)
    views = Views()
    worlds = list(combinations_with_replacement(range(2, 5), 6))
    for leaders in worlds:
        for others in worlds:
            view = closed(leaders + others, roles)
            assert view.group
            shown = view.group.disclosure.questions["A1"]
            views.add(view, (shown.answer.level, shown.leaders, shown.others))
    assert views.tell_nothing_else()
