"""Texts about one assessment: its kind, progress and date, and notices when it is removed or reopened."""

import re
from collections.abc import Collection, Sequence
from datetime import date

from cxmaturity.questionnaire.schema import Question, Questionnaire
from cxmaturity.records import Assessment, Scope
from cxmaturity.text_cleaning import MAX_NAME_LENGTH, comparable_name
from cxmaturity.wording.errors import REOPEN_TO_CHANGE
from cxmaturity.wording.language.dates import format_day
from cxmaturity.wording.language.other_windows import shown_as_changed
from cxmaturity.wording.language.plurals import counted, joined, plural
from cxmaturity.wording.questionnaire.reading_time import answering_time
from cxmaturity.wording.report.charts import LAST_TIME
from cxmaturity.wording.surveys.progress import beside_expected


def assessment_kind(assessment: Assessment) -> str:
    """Return the kind of an assessment in a few words: its mode and scope."""
    part = "Single questions" if assessment.questions is not None else "Chosen dimensions"
    length = "Pulse" if assessment.scope == "pulse" else "Full" if assessment.dimensions is None else part
    who = {"solo": "", "survey": ", several people", "workshop": ", workshop"}[assessment.mode]
    return f"{length}{who}{f', {assessment.privacy}' if who else ''}"


def assessment_progress(assessment: Assessment, answered: int, asked: int) -> str:
    """Return the progress of an assessment: questions answered (solo), people who answered, or who joined."""
    if assessment.mode == "solo":
        return f"{answered} of {asked} answered"
    if assessment.mode == "workshop" and assessment.is_open:
        return f"{answered} in the room{f', {assessment.expected} expected' if assessment.expected else ''}"
    return f"{counted('person', answered)} answered{beside_expected(answered, assessment.expected)}"


def assessment_date(assessment: Assessment, day: date) -> str:
    """Return when an assessment was finished, or started while it is open; `day` is that date for the viewer."""
    return f"{'finished' if assessment.closed_at else 'begun'} {format_day(day)}"


def result_date(assessment: Assessment, day: date, corrected: date | None) -> str:
    """Return when an assessment was finished, or started, and when its result was corrected, if it was."""
    return assessment_date(assessment, day) + (f", corrected {format_day(corrected)}" if corrected else "")


def dated_result(result_date: str, earlier: Sequence[date]) -> str:
    """Return the sentence of a result's date; `earlier` are the days of its results kept from before a reopening."""
    days = [format_day(kept) for kept in sorted(set(earlier))]
    results, are_kept = plural(len(days), "The result", "The results"), plural(len(days), "is", "are")
    kept = f" {results} of {joined(days)} {are_kept} kept." if days else ""
    return f"{result_date[0].upper()}{result_date[1:]}.{kept}"


def finished_notice(assessment: Assessment, may_be_reopened: bool) -> str:
    """Return the notice that a finished assessment takes no answers, and how to reopen it if that is allowed."""
    again = f" {REOPEN_TO_CHANGE}" if may_be_reopened else ""
    return f"“{assessment.label}” of {assessment.team_name} is finished.{again}"


def assessment_choice(assessment: Assessment, day: date) -> str:
    """Return an assessment as an entry of a list to choose from; `day`: see `assessment_date`."""
    return f"{assessment.label} · {assessment_kind(assessment)} · {assessment_date(assessment, day)}"


def of_assessment(words: str, assessment: Assessment) -> str:
    """Return the name of a control that repeats for each assessment, followed by the assessment's name."""
    return f"{words} ({assessment.team_name} · {assessment.label})"


def removed(assessment: Assessment) -> str:
    """Return the message that an assessment is removed."""
    return f"“{assessment.label}” of {assessment.team_name} is removed."


def put_back(assessment: Assessment) -> str:
    """Return the message that a removed assessment is back."""
    return f"“{assessment.label}” of {assessment.team_name} is back."


def removed_for_good(assessment: Assessment) -> str:
    """Return the message that an assessment cannot be put back any more."""
    return f"“{assessment.label}” of {assessment.team_name} is removed for good."


def renamed(label: str) -> str:
    """Return the message that an assessment has another name."""
    return f"It is called “{label.strip()}” now."


def result_foot(assessment: Assessment, day: date) -> str:
    """Return the footer of the pages of a printed result; `day`: see `assessment_date`."""
    return f"{assessment.team_name} · {assessment.label} · {assessment_date(assessment, day)}"


def last_time(assessment: Assessment) -> str:
    """Return the label of an earlier assessment in the charts of a later one."""
    return f"{LAST_TIME} ({assessment.label})"


REOPEN_QUESTION = "Reopen it?"


def reopening_question(assessment: Assessment, day: date | None) -> str:
    """Return the confirmation question before a reopening, with its effect; `day` is when it was finished."""
    kept = "" if day is None else f" The result of {format_day(day)} is kept beside the next one."
    who = "You can" if assessment.mode == "solo" else "People can"
    return f"{who} change answers again, until it is finished anew.{kept}"


def too_recent_notice(last_result: date, from_day: date) -> str:
    """Return why an anonymous result before `from_day` stays hidden; `last_result` is the date of the last one."""
    return (
        f"This team's last anonymous result is of {format_day(last_result)}. Another one before {format_day(from_day)} "
        "stays hidden, unless private codes show that the same people answered: the difference of the two could tell "
        "what one person said."
    )


def keeps_version(asked: Questionnaire, newer: Questionnaire) -> str:
    """Return that the next round asks an older version of a questionnaire, and what asks the one that is published."""
    compares = "compare" if asked.comparison_key == newer.comparison_key else "do not compare"
    return (
        f"It asks version {asked.version} of the questionnaire, as before. A new assessment asks version "
        f"{newer.version}; its results {compares} with these."
    )


def default_label(day: date) -> str:
    """Return the default name of an assessment started on a day: its year and quarter, such as "2026 Q4"."""
    return f"{day.year} Q{(day.month + 2) // 3}"


def free_label(label: str, taken: Collection[str]) -> str:
    """Return the name, or if it is in `taken` the next free one, such as "2026 Q4 (2)"."""
    used = {comparable_name(name) for name in taken}
    free, number = label, 1
    if numbered := _NUMBERED.fullmatch(label):
        label, number = numbered[1], int(numbered[2])
    while comparable_name(free) in used:
        number += 1
        suffix = f" ({number})"
        free = f"{label[: MAX_NAME_LENGTH - len(suffix)].rstrip()}{suffix}"
    return free


_NUMBERED = re.compile(r"(.*) \((\d{1,3})\)")  # a name that ends with such a number already


def scope_label(scope: Scope, questions: Sequence[Question], variant: str) -> str:
    """Return the length of an assessment: the number of its questions and about how many minutes they take."""
    return f"{scope.capitalize()} · {answering_time(questions, variant)}"


TARGETS_CHANGED_ELSEWHERE = shown_as_changed("A target or an importance")
