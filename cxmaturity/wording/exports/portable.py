"""Sentences about portable files: the effect of an import, and differences between stored results and answers."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import Assessment
from cxmaturity.text_cleaning import cut
from cxmaturity.wording.language.plurals import counted, joined, joined_first, plural

CHANGED_SINCE = "it was changed after it was written: its digest is another one"
OTHER_ATTACHMENT = "the report names the digest of another portable file than the one attached to it"
SEVERAL_ATTACHMENTS = "more than one portable file is attached; the last one was checked"
MATCHES = "It matches: scored again, the answers in it come to the same result, to the last digit."
_MOST_NAMED = 5
_MOST_QUOTED = 60
_FIGURES = {
    "level": "the level",
    "range": "the range",
    "coverage": "the coverage",
    "index": "the index",
    "stage": "the stage",
    "strict_stage": "the strict stage",
    "evidenced_level": "the evidenced level",
    "average_stage": "the stage of the mean",
    "blockers": "the answers that hold it back",
    "rises_needed": "the number of steps to the next stage",
}
_FIELDS = {
    "label": "name",
    "closed_at": "day of closing",
    "opened_at": "day of opening",
    "frozen": "result",
    "agreed": "agreed levels",
    "people": "people's answers",
    "expected": "number of people expected",
}


def assessment_place(assessment: Assessment) -> str:
    """Return the name of an assessment in a list: its team and label."""
    return f"{assessment.team_name}, {assessment.label}"


def differ(count: int) -> str:
    """Return the heading of a list of differences."""
    return f"It does not match: {counted('difference', count)}."


def answered_otherwise(question_id: str, answer: Mapping[str, Any] | None, frozen: Mapping[str, Any] | None) -> str:
    """Return the message that an answer differs from the one in the frozen result; None stands for no answer."""
    return f"the answer to {question_id} is {_answer(answer)}, the result was made of {_answer(frozen)}"


def _answer(answer: Mapping[str, Any] | None) -> str:
    if answer is None:
        return "open"
    grade = answer["evidence_grade"]
    choice = f"level {answer['level']}"
    if answer["dont_know"]:
        choice = "don't know"
    elif answer["not_applicable"] is not None:
        choice = f"does not apply (“{answer['not_applicable'][:_MOST_QUOTED]}”)"
    return choice if grade is None else f"{choice} with evidence of grade {grade}"


def agreed_otherwise(question_id: str) -> str:
    """Return the message that the agreed level of a question differs from the one in the result."""
    return f"the level agreed on for {question_id} is another one in the result"


def counts_otherwise(question_id: str) -> str:
    """Return the message that a group's middle answer does not follow from its counts."""
    return f"the middle answer to {question_id} is not that of the counts beside it"


def people_otherwise(question_id: str) -> str:
    """Return the message that the result of a question does not follow from people's answers."""
    return f"the result of {question_id} is not that of people's answers"


def scored_otherwise(questionnaire: Questionnaire, path: Sequence[str], stored: Any, computed: Any) -> str:
    """Return the message that a figure of the result differs from that of its answers; `path` is its place."""
    names = {d.id: d.name for d in questionnaire.dimensions}
    figure = _FIGURES.get(path[-1], path[-1]) if path else "the result"
    if path[:1] == ("dimensions",) and len(path) > 1:
        name = names.get(path[1], path[1])
        subject = f"{figure} of {name}" if len(path) > 2 else name
    elif path[:1] == ("levels",) and len(path) > 1:
        subject = f"the level of {path[1]}"
    elif path[:1] == ("first_steps",):
        subject = "the first steps"
    else:
        subject = f"{figure} of all dimensions" if path[:1] == ("overall",) else figure
    return f"{subject}: {_value(stored)} in the file, {_value(computed)} by its answers"


def _value(value: Any) -> str:
    text = "none" if value is None else json.dumps(value, ensure_ascii=False)
    return cut(text, _MOST_QUOTED)


def imported(added: Sequence[Assessment], replaced: Sequence[Assessment], actions: int, kept: int) -> str:
    """Return what an import added and replaced, and how many of its assessments existed already."""
    if not added and not replaced and not actions:
        return "Everything in this file was here already, so nothing was changed."
    parts = [counted("assessment", len(added))] * bool(added) + [counted("action", actions)] * bool(actions)
    count = len(added) + actions
    news = [f"{joined(parts)} {plural(count, 'was', 'were')} imported."] * bool(parts)
    if replaced:
        news.append(f"{counted('assessment', len(replaced))} became as in the file.")
    if kept:
        news.append(f"{counted('assessment', kept)} {plural(kept, 'was', 'were')} here already.")
    return " ".join(news)


def replace_by_file(assessment: Assessment) -> str:
    """Return the label of the choice to replace an assessment by the one in the file."""
    return f"Take {assessment_place(assessment)} from the file, in place of the one here"


def kept_otherwise(assessment: Assessment, fields: Sequence[str]) -> str:
    """Return the message that an assessment was not replaced although the one in the file differs."""
    if "removed" in fields:
        return f"{assessment_place(assessment)} was removed here. It stays removed; Home can put it back."
    names = joined_first([_FIELDS.get(name, name.replace("_", " ")) for name in fields], _MOST_NAMED)
    return f"{assessment_place(assessment)} is here already and stays as it is. In the file these differ: {names}."


def left_out(names: Sequence[str]) -> str:
    """Return the message that assessments are not in the file because people were still answering them."""
    return f"Not in the file, because people were still answering: {joined_first(names, _MOST_NAMED)}."


def collision(name: str, is_archived: bool) -> str:
    """Return the question what to do with a team of the file whose name exists here already."""
    kind = "an archived team" if is_archived else "a team"
    return f"There is {kind} named {name} here already. What becomes of the one in the file?"


NO_MATCH_HINT = "Someone changed the file, or the rules of scoring are others by now. What is not as it was:"
NOT_IMPORTED = "So nothing of it can be imported. Export it again where it came from."
CONTENT = "What is in it"
CONTENT_HEADINGS = ("Team", "Assessment", "Day")
CONTENT_CAPTION = "The assessments in the file, with their teams and the day each was finished or begun"
JOIN = "It joins that team"
RENAME = "It gets another name"
SAY_FOR_EACH_TEAM = "Say for each team what becomes of it."


def more_in_file(count: int) -> str:
    """Return how many more assessments a file contains than are listed."""
    return f"And {counted('assessment', count)} more."


def import_button(count: int) -> str:
    """Return the label of the button that imports `count` assessments."""
    return f"Import {counted('assessment', count)}"
