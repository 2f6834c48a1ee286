"""The sections on the method and limits, and the appendix with all questions and answers."""

from cxmaturity.analysis.groups import GroupResult
from cxmaturity.analysis.outcome import Outcome
from cxmaturity.questionnaire.schema import Question, Questionnaire
from cxmaturity.report.document import Section, Table
from cxmaturity.report.source import ReportSource
from cxmaturity.wording import method
from cxmaturity.wording.language.numbers import NO_NUMBER
from cxmaturity.wording.questionnaire.answers import EVIDENCE_GRADE_LABELS, describe_answer
from cxmaturity.wording.questionnaire.levels import level_number
from cxmaturity.wording.report import headlines
from cxmaturity.wording.report.headlines import HEADINGS, TITLES
from cxmaturity.wording.report.plain_items import escaped, plain_items
from cxmaturity.wording.result import holding_back, takeaways
from cxmaturity.wording.result.groups import comment_text, suppressed_questions

_FEW_QUESTIONS = 12  # up to so many questions are in one table instead of one per dimension


def method_and_limits(source: ReportSource) -> Section:
    """Return the section with the rules of scoring and the limits of the result."""
    questionnaire = source.questionnaire
    rules = [*plain_items(method.scoring_rules(questionnaire, escaped)), *plain_items(method.first_step_rules())]
    if source.assessment.mode != "solo":
        rules += plain_items(method.several_people_rules())
    if source.comparison is not None:
        rules += plain_items(method.over_time_rules())
    return Section(
        "method",
        TITLES["method"],
        headlines.method_headline(len(source.questions)),
        (headlines.questionnaire_sentence(questionnaire), *plain_items(method.limits(questionnaire, escaped))),
        reasons=tuple(rules),
    )


def appendix(source: ReportSource, outcome: Outcome) -> Section:
    """Return the section with every question asked: the chosen statement, its evidence, and disclosable notes."""
    tables = _tables(source, outcome)
    sentences = [takeaways.answers_takeaway(outcome, source.questions, source.unanswered)]
    if source.group and (hidden := suppressed_questions(source.group)):
        sentences.append(hidden)
    return Section(
        "appendix",
        TITLES["appendix"],
        headlines.appendix_headline(len(source.questions)),
        tuple(sentences),
        tables=tuple(tables),
    )


def _tables(source: ReportSource, outcome: Outcome) -> list[Table]:
    """Return a table for each dimension asked, or one for all if there are few questions."""
    rows: dict[str, list[tuple[str, ...]]] = {}
    is_short = len(source.questions) <= _FEW_QUESTIONS
    for question in source.questions:
        caption = headlines.QUESTIONS if is_short else outcome.questionnaire.dimension_of[question.id].name
        rows.setdefault(caption, []).append(_row(source, outcome, question))
    return [Table(caption, HEADINGS["answers"], tuple(cells)) for caption, cells in rows.items()]


def _row(source: ReportSource, outcome: Outcome, question: Question) -> tuple[str, ...]:
    answer = outcome.response.answer(question.id)
    statement = NO_NUMBER
    if answer.level is not None:
        statement = holding_back.chosen_and_next(outcome, question, source.variant)[0]
    elif answer.not_applicable:
        statement = answer.not_applicable
    grade = NO_NUMBER if answer.evidence_grade is None else EVIDENCE_GRADE_LABELS[answer.evidence_grade]
    return (
        source.asked_in_words(question),
        describe_answer(outcome.questionnaire, answer, source.unanswered),
        statement,
        grade,
        "\n".join(_notes(outcome.questionnaire, source.group, question, answer.note, answer.evidence)) or NO_NUMBER,
    )


def _notes(
    questionnaire: Questionnaire, group: GroupResult | None, question: Question, note: str, evidence: str
) -> list[str]:
    """Return the comments on a question: of a group the disclosable ones, of one person note and evidence."""
    if group is None:
        return [text for text in (note, evidence) if text]
    agreed = group.agreed.get(question.id)
    comments = [comment_text(comment) for comment in group.comments.get(question.id, ())]
    return (
        [headlines.agreed_because(level_number(questionnaire, agreed.level), agreed.reason), *comments]
        if agreed
        else comments
    )
