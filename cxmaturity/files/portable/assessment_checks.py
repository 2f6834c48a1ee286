"""Checks whether an assessment in a portable file can be stored and shown."""

from collections.abc import Iterator, Mapping

from cxmaturity.analysis.disclosure import may_show_spread
from cxmaturity.analysis.frozen.frozen_formats import UnknownFormat
from cxmaturity.analysis.frozen.frozen_result import FrozenResult, read_frozen_result
from cxmaturity.analysis.polls import POLL_RESULT_JSON
from cxmaturity.answers import Answer, Privacy, validate_answer
from cxmaturity.errors import CxMaturityError
from cxmaturity.files.portable.content import FrozenText, PortableAssessment
from cxmaturity.files.portable.strict_json import parse_strict
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import asked_questions
from cxmaturity.workshops.polls import SCALE_MAX


def assessment_faults(portable: PortableAssessment, questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    """Yield the faults of an assessment as (place, problem)."""
    row = portable.assessment
    is_solo, is_open = row.mode == "solo", row.is_open
    if is_solo != (portable.response is not None):
        yield "answers", "they are there for the assessment of one person, and only for it"
    if (portable.people or portable.response) and row.privacy == "anonymous":
        yield "people", "of an anonymous round no single person's answers may be in it"
    if not is_solo and is_open:
        yield "status", "several people are still answering it"
    if is_open == (row.closed_at is not None):
        yield "closed_at", "it is there for a closed assessment, and only for it"
    if not is_open and not portable.frozen:
        yield "frozen", "a closed assessment needs its result"
    if (portable.pace is not None) != (row.mode == "workshop"):
        yield "pace", "it is there for a workshop, and only for it"
    yield from _session_faults(portable, questionnaire)
    known = {d.id for d in questionnaire.dimensions}
    for field, names in (("targets", tuple(portable.targets)), ("dimensions", row.dimensions)):
        yield from ((f"{field}.{name}", "there is no such dimension") for name in names or () if name not in known)
    for field, names in (("questions", row.questions), ("order", portable.order), ("agreed", tuple(portable.agreed))):
        unknown = [name for name in names or () if name not in questionnaire.by_id]
        yield from ((f"{field}.{name}", "there is no such question") for name in unknown)
    for place, answers in _all_answers(portable):
        for name, answer in answers.items():
            if name not in questionnaire.by_id:
                yield f"{place}.{name}", "there is no such question"
                continue
            for field, problem, _ in validate_answer(answer, questionnaire.by_id[name], questionnaire.scale_max):
                yield f"{place}.{name}.{field}".rstrip("."), problem
    for number, frozen in enumerate(portable.frozen):
        yield from ((f"frozen.{number}", problem) for problem in _frozen_faults(frozen, portable, questionnaire))


def _session_faults(portable: PortableAssessment, questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    """Yield the faults of a workshop's record beside its votes."""
    row, warm_up = portable.assessment, portable.warm_up
    polls = (
        ("worth", portable.worth, SCALE_MAX, "last"),
        ("warm_up_result", portable.warm_up_result, warm_up.option_count if warm_up else 0, "first"),
    )
    for field, content, options, place in polls:
        if content is not None and (row.mode != "workshop" or not _is_poll_result(content, row.privacy, options)):
            yield field, f"it is no result of a workshop's {place} question"
    if (portable.steps or warm_up) and row.mode != "workshop":
        yield "steps" if portable.steps else "warm_up", "it is there for a workshop, and only for it"
    for number, step in enumerate(portable.steps):
        if step.question_id is not None and step.question_id not in questionnaire.by_id:
            yield f"steps.{number}", "there is no such question"


def _is_poll_result(content: str, privacy: Privacy, options: int) -> bool:
    """Return whether a text is the disclosable result of a poll with this number of options."""
    try:
        parse_strict(content.encode())
        result = POLL_RESULT_JSON.validate_json(content)
    except ValueError:
        return False
    if result.middle is not None and not 1 <= result.middle <= options:
        return False
    if result.counts is None:
        return True
    return len(result.counts) == options and min(result.counts) >= 0 and may_show_spread(sum(result.counts), privacy)


def _all_answers(portable: PortableAssessment) -> Iterator[tuple[str, Mapping[str, Answer]]]:
    if portable.response is not None:
        yield "answers", portable.response
    for place, person in enumerate(portable.people):
        for number, answers in person.rounds.items():
            yield f"people.{place}.rounds.{number}", answers


def _frozen_faults(frozen: FrozenText, portable: PortableAssessment, questionnaire: Questionnaire) -> Iterator[str]:
    """Yield the problems of a frozen result."""
    row = portable.assessment
    try:
        parse_strict(frozen.content.encode())
        result = read_frozen_result(frozen.content)
    except UnknownFormat as error:
        yield error.message
        return
    except (ValueError, CxMaturityError, KeyError, TypeError, AttributeError):
        yield "it is no frozen result"
        return
    if result.questionnaire != row.digest:
        yield "it is of another questionnaire"
    if (result.group is None) != (row.mode == "solo"):
        yield "it is not of as many people as the assessment"
    group = result.group
    if row.privacy == "anonymous" and group is not None and (group.privacy != "anonymous" or group.votes):
        yield "of an anonymous round no single person's answers may be in it"
    known = {d.id for d in questionnaire.dimensions}
    if any(name not in questionnaire.by_id for name in _question_ids(result)):
        yield "it names a question that there is not"
    if (set(result.result.dimensions) | set(result.targets)) - known:
        yield "it names a dimension that there is not"
    if row.scope == "full" and set(result.result.dimensions) != known:
        yield "it does not have every dimension"
    asked = {q.id for q in asked_questions(questionnaire, row)}
    if group is not None and asked - set(group.disclosure.questions):
        yield "it does not have every question"


def _question_ids(result: FrozenResult) -> Iterator[str]:
    yield from result.answers
    if (group := result.group) is not None:
        for names in (group.disclosure.questions, group.comments, group.votes, group.agreed, group.rounds):
            yield from names
