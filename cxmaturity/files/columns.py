"""Which column of a table answers which question: a guess from the headings, to be confirmed or changed by a person."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from cxmaturity.errors import Issue, ValidationErrors
from cxmaturity.files.table_reader import column_letter
from cxmaturity.questionnaire.schema import BOTH, Question, Questionnaire

MIN_HEADING_SIMILARITY = 0.88
"""How alike a heading and a question's text must at least be, 0..1 as difflib counts, to be taken for the same."""

NOTE, GRADE, EVIDENCE = "note", "evidence grade", "evidence"
"""What follows a question's id in the heading of what goes with its answer."""

RESPONDENT, ROLE = "respondent", "role"
"""How our own files head the columns of names and roles."""

GROUP = "group"
"""The respondent in the one row of an assessment that was answered anonymously."""

_NAMES = {RESPONDENT, "name", "your name", "full name", "first name", "participant", "person", "what is your name"}
_ROLES = {ROLE, "your role", "leader", "do you lead people", "do you lead people yourself", "are you a leader"}
_BESIDE = {NOTE: NOTE, "notes": NOTE, "comment": NOTE, GRADE: GRADE, "grade": GRADE, EVIDENCE: EVIDENCE}
_SAME = str.maketrans("‘’‚‛`´“”„«»–—‐‑", "''''''\"\"\"\"\"----")
_LONG_ENOUGH = 20  # characters of a question that are not in another heading by chance


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what, each counted from 0; what has no column is left out, or None.

    `answers`, and what goes with them, are by question id.
    """

    answers: Mapping[str, int] = field(default_factory=dict)
    notes: Mapping[str, int] = field(default_factory=dict)
    grades: Mapping[str, int] = field(default_factory=dict)
    evidence: Mapping[str, int] = field(default_factory=dict)
    name: int | None = None
    role: int | None = None

    def used(self) -> Iterator[tuple[int, str]]:
        """Yield each column in use with what it is used for."""
        yield from ((column, question_id) for question_id, column in self.answers.items())
        for word, columns in ((NOTE, self.notes), (GRADE, self.grades), (EVIDENCE, self.evidence)):
            yield from ((column, f"{question_id} {word}") for question_id, column in columns.items())
        yield from ((c, use) for c, use in ((self.name, RESPONDENT), (self.role, ROLE)) if c is not None)

    def left_out(self, headings: Sequence[str]) -> list[str]:
        """Return the headings of columns that are not read."""
        used = {column for column, _ in self.used()}
        return [heading for column, heading in enumerate(headings) if heading and column not in used]


def normalise_heading(text: str) -> str:
    """Return `text` so that blanks, letter case, kinds of quotation mark and a final stop make no difference."""
    plain = unicodedata.normalize("NFKC", text).translate(_SAME).casefold()
    return " ".join(plain.split()).strip(" .:;,!?\"'*")


def guess_columns(headings: Sequence[str], questionnaire: Questionnaire) -> Columns:
    """Return the likeliest use of each column: every question has at most one, and every column one use.

    A heading is a question's when it is or begins with its id, holds its text (in any kind of organisation), or is at
    least as like that as ALIKE; the surest come first.
    """
    free = {column: heading for column, heading in enumerate(headings) if heading}
    beside: dict[str, dict[str, int]] = {NOTE: {}, GRADE: {}, EVIDENCE: {}}
    for question in questionnaire.questions:
        for column, heading in list(free.items()):
            word = _BESIDE.get(normalise_heading(_after_id(heading, question.id) or ""))
            if word and question.id not in beside[word]:
                beside[word][question.id] = column
                del free[column]
    answers = _answers(free, questionnaire.questions)
    rest = {column: normalise_heading(heading) for column, heading in free.items() if column not in answers.values()}
    name = next((column for column, heading in rest.items() if heading in _NAMES), None)
    role = next((column for column, heading in rest.items() if heading in _ROLES), None)
    return Columns(answers, beside[NOTE], beside[GRADE], beside[EVIDENCE], name, role)


def _answers(free: Mapping[int, str], questions: Sequence[Question]) -> dict[str, int]:
    """Return the column of each question that has one, by question id in the order of the questions."""
    found: dict[str, int] = {}
    texts = {q.id: {normalise_heading(q.prompt_in(variant)) for variant in (BOTH, *q.variants)} for q in questions}
    for sureness in (_certainty, _similarity):
        headings = {column: heading for column, heading in free.items() if column not in found.values()}
        open_questions = [q.id for q in questions if q.id not in found]
        sure = [(sureness(h, q, texts[q]), column, q) for column, h in headings.items() for q in open_questions]
        for _, column, question_id in sorted((p for p in sure if p[0]), key=lambda p: -p[0]):  # stable: left first
            if question_id not in found and column not in found.values():
                found[question_id] = column
    return {q.id: found[q.id] for q in questions if q.id in found}


def _certainty(heading: str, question_id: str, texts: AbstractSet[str]) -> float:
    """Return how surely a heading means a question: 4 is its id, 3 begins so, 2 is its text, 1 holds it, 0 not."""
    after = _after_id(heading, question_id)
    if after is not None:
        return 3 if after else 4
    said = normalise_heading(heading)
    return 2 if said in texts else float(any(text in said for text in texts if len(text) >= _LONG_ENOUGH))


def _similarity(heading: str, _: str, texts: AbstractSet[str]) -> float:
    """Return how alike a heading and the nearest text are, 0 below ALIKE."""
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(normalise_heading(heading))
    best = 0.0
    for text in texts:
        matcher.set_seq1(text)
        if min(matcher.real_quick_ratio(), matcher.quick_ratio()) >= MIN_HEADING_SIMILARITY:
            best = max(best, matcher.ratio())
    return best if best >= MIN_HEADING_SIMILARITY else 0.0


def _after_id(heading: str, question_id: str) -> str | None:
    """Return what stands in a heading after the question's id; None when it does not begin with it.

    After an id without a digit there must be a mark, for a word may begin with the same letters or be the same.
    """
    pattern = rf"[\W_]*{re.escape(question_id)}(?![^\W_])\s*([\W_]*)(.*)"
    found = re.match(pattern, heading, re.IGNORECASE)
    if found is None:
        return None
    marks, after = found.groups()
    told_apart = marks or not after or any(c.isdigit() for c in question_id)
    return after.strip() if told_apart else None


def choose_columns(
    guessed: Columns, answers: Mapping[str, int], name: int | None, role: int | None, headings: Sequence[str]
) -> Columns:
    """Return the columns as a person chose them; raises ValidationErrors when one column is to be two things.

    Notes and evidence keep the columns guessed for them, unless one was chosen for something else.
    """
    chosen = Columns(answers, name=name, role=role)
    uses: dict[int, list[str]] = {}
    for column, use in chosen.used():
        uses.setdefault(column, []).append(use)
    twice = [
        Issue(
            f"Column {column_letter(c)}",
            headings[c][:60],
            f"it is chosen for {' and '.join(u)}",
            "Choose another for one",
        )
        for c, u in uses.items()
        if len(u) > 1
    ]
    if twice:
        raise ValidationErrors("The choice of columns", twice)

    def unless_chosen(columns: Mapping[str, int]) -> dict[str, int]:
        return {question_id: column for question_id, column in columns.items() if column not in uses}

    notes, grades, evidence = map(unless_chosen, (guessed.notes, guessed.grades, guessed.evidence))
    return Columns(answers, notes, grades, evidence, name, role)
