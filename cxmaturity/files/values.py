"""The cells of an answers table: each kind of answer in words that our files write and that any form tool writes."""

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import NamedTuple

from cxmaturity.answers import UNANSWERED, Answer, EvidenceGrade, Role
from cxmaturity.files.columns import MAX_COMPARED, normalise_heading
from cxmaturity.questionnaire.schema import BOTH, Question, Questionnaire
from cxmaturity.text_cleaning import clean_text, unescape_formula
from cxmaturity.wording.questionnaire.answers import EVIDENCE_GRADE_LABELS

MIN_SIMILARITY = 0.9
"""How alike a cell and a level's text must at least be, 0..1 as difflib counts, for the cell to mean that level."""

MIN_SIMILARITY_LEAD = 0.05
"""How much less alike the cell must be to the text of every other level."""

DONT_KNOW = "don't know"
DOES_NOT_APPLY = "does not apply"
"""How our own files write these; a reason follows after a colon."""

UNSTATED_REASON = "As written in the file"
"""The reason kept where a file says that a question does not apply, but not why."""

MAX_COMPARED_CELLS = 50
"""How many different cells of a column are at most compared with the levels' texts, which takes long."""

_UNKNOWN = {DONT_KNOW, "dont know", "do not know", "i don't know", "i dont know", "unsure", "not sure"}
_NOT_APPLICABLE = {DOES_NOT_APPLY, "does not apply to us", "doesn't apply", "not applicable", "n/a"}
_NUMBERED = re.compile(r"(?:(?:level|stage)\s*)?(-?\d{1,9})(?:[.,]0{1,2})?(?![.,]?\d)(.*)", re.DOTALL | re.IGNORECASE)
_BROKEN = re.compile(r"-?\d*[.,]\d+")
_ROLES: Mapping[str, Role] = {
    **dict.fromkeys(("leader", "yes", "true", "y", "1", "i lead people", "yes, i lead people"), "leader"),
    **dict.fromkeys(("other", "no", "false", "n", "0", "i don't lead people", "no, i don't lead people"), "other"),
}
_GRADES = {
    **{normalise_heading(words): EvidenceGrade(grade) for grade, words in enumerate(EVIDENCE_GRADE_LABELS)},
    **{str(int(grade)): grade for grade in EvidenceGrade},
    **{grade.name.lower(): grade for grade in EvidenceGrade},
}


class Unreadable(NamedTuple):
    """What cannot be read in a cell, and how to mend it."""

    problem: str
    fix: str


class AnswerCellReader:
    """Reads the cells of one question's column; each different text is read once, for columns repeat themselves."""

    def __init__(self, question: Question, questionnaire: Questionnaire) -> None:
        self._question = question
        self._scale_max = questionnaire.scale_max
        self._whole_number = f"Write a whole number from 1 to {self._scale_max}"
        self._stages = {stage.level: normalise_heading(stage.name) for stage in questionnaire.stages}
        self._example = questionnaire.stages[self._scale_max // 2].name
        self._texts: dict[str, int | None] = {}
        for variant in (BOTH, *question.variants):
            for level, text in enumerate(question.levels_in(variant), start=1):
                self._add(normalise_heading(text), level)
        for level, name in self._stages.items():
            self._add(name, level)
        self._read: dict[str, Answer | Unreadable] = {"": UNANSWERED}
        self._compared = 0

    def _add(self, text: str, level: int) -> None:
        self._texts[text] = (
            level if self._texts.get(text, level) == level else None
        )  # a text of two levels names neither

    def __call__(self, cell: str) -> Answer | Unreadable:
        """Return the answer in a cell, or why it cannot be read; UNANSWERED where the cell is blank."""
        result = self._read.get(cell)
        if result is None:
            result = self._read[cell] = self._interpret(clean_text(unescape_formula(cell)))
        return result

    def _interpret(self, cell: str) -> Answer | Unreadable:
        if not cell.strip():
            return UNANSWERED
        start, colon, reason = cell.partition(":")
        if normalise_heading(start) in _NOT_APPLICABLE:
            return self._not_applicable(reason.removeprefix(" ") if colon else "")
        if len(cell) > MAX_COMPARED:
            return self._unreadable(cell)
        words = normalise_heading(cell)
        if cell.strip() == "?" or words in _UNKNOWN:
            return Answer(dont_know=True)
        if level := self._texts.get(words):
            return Answer(level=level)
        if numbered := _NUMBERED.fullmatch(cell.strip(" \t\n'\"")):
            return self._numbered(cell, int(numbered[1]), numbered[2])
        if level := self._similar_level(words):
            return Answer(level=level)
        return self._unreadable(cell)

    def _not_applicable(self, reason: str) -> Answer | Unreadable:
        if not self._question.may_not_apply:
            return Unreadable(
                "this question applies to everyone", f"Write a level from 1 to {self._scale_max} or '{DONT_KNOW}'"
            )
        return Answer(not_applicable=reason if reason.strip() else UNSTATED_REASON)

    def _numbered(self, cell: str, level: int, rest: str) -> Answer | Unreadable:
        """Return the level a number names, when what follows it is nothing, the level's stage, its text, or both."""
        if level not in self._stages:
            return Unreadable(
                f"{quote_cell(cell)} is not on the scale", f"Write a whole number from 1 to {self._scale_max}"
            )
        named = normalise_heading(rest.strip(" \t\n.:;)]-–—·|"))
        text = normalise_heading(named.removeprefix(self._stages[level]).strip(" .:-"))
        if not named or not text or (self._texts.get(text) or self._similar_level(text)) == level:
            return Answer(level=level)
        other = self._texts.get(named)
        if other:
            return Unreadable(
                f"{quote_cell(cell)} is level {level} by its number, {other} by its words", "Write one of the two"
            )
        return self._unreadable(cell)

    def _similar_level(self, words: str) -> int | None:
        """Return the one level whose text is very like `words`, None when there is none or more than one."""
        if self._compared >= MAX_COMPARED_CELLS:
            return None
        self._compared += 1
        best = dict.fromkeys(self._stages, 0.0)
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(words)
        for text, level in self._texts.items():
            matcher.set_seq1(text)
            if level and min(matcher.real_quick_ratio(), matcher.quick_ratio()) >= MIN_SIMILARITY - MIN_SIMILARITY_LEAD:
                best[level] = max(best[level], matcher.ratio())
        first, second = sorted(best, key=lambda level: -best[level])[:2]
        return first if best[first] >= MIN_SIMILARITY and best[first] - best[second] >= MIN_SIMILARITY_LEAD else None

    def _unreadable(self, cell: str) -> Unreadable:
        if _BROKEN.fullmatch(cell.strip()):
            return Unreadable(f"{quote_cell(cell)} is not a whole number", self._whole_number)
        stage = self._example
        fix = f"Write 1 to {self._scale_max}, the name of a stage ('{stage}'), or '{DONT_KNOW}'; or leave it empty"
        return Unreadable(f"{quote_cell(cell)} is no answer to this question", fix)


def quote_cell(cell: str) -> str:
    """Return a cell for a message: in one line and quotation marks, cut where it is long."""
    line = " ".join(cell.split())
    return f"'{line}'" if len(line) <= 60 else f"'{line[:59]}…'"


def read_role(cell: str) -> Role | Unreadable | None:
    """Return the role that a cell names, None where it is blank."""
    words = normalise_heading(unescape_formula(cell))
    if not words:
        return None
    return _ROLES.get(words) or Unreadable(
        f"{quote_cell(cell)} is no role", "Write 'leader' or 'other', or leave it empty"
    )


def read_grade(cell: str) -> EvidenceGrade | Unreadable | None:
    """Return the evidence grade a cell names by its number or words, None where it is blank."""
    words = normalise_heading(unescape_formula(cell))
    if not words:
        return None
    grade = _GRADES.get(words.removesuffix(".0"))
    if grade is not None:
        return grade
    known = " or ".join(f"'{label}'" for label in EVIDENCE_GRADE_LABELS)
    return Unreadable(f"{quote_cell(cell)} is no evidence grade", f"Write {known}, or leave it empty")


def answer_cell(answer: Answer) -> str:
    """Return the cell of an answer in our files, which `AnswerCellReader` reads back; empty when there is none."""
    if answer.not_applicable is not None and answer.level is None:
        return f"{DOES_NOT_APPLY}: {answer.not_applicable}"
    return short_answer_cell(answer)


def short_answer_cell(answer: Answer) -> str:
    """Return the cell of an answer without the reason why a question does not apply."""
    if answer.level is not None:
        return str(answer.level)
    if answer.not_applicable is not None:
        return DOES_NOT_APPLY
    return DONT_KNOW if answer.dont_know else ""


def grade_cell(answer: Answer) -> str:
    """Return the cell of an answer's evidence grade, which `read_grade` reads back; empty when there is none."""
    return "" if answer.evidence_grade is None else EVIDENCE_GRADE_LABELS[answer.evidence_grade]
