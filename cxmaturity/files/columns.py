"""The use of each column of an answers table: guessed from the headings, confirmed or changed by a person."""

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
"""How alike a heading and a question's text must at least be, 0..1 as difflib counts, for the heading to mean it."""

NOTE, GRADE, EVIDENCE = "note", "evidence grade", "evidence"
"""In a heading, what follows a question's id for its note, evidence grade or evidence."""

RESPONDENT, ROLE = "respondent", "role"
"""The headings of names and roles in the files we write."""

GROUP = "group"
"""The respondent's name in a file that holds only the group's answers, as one row."""

_NAMES = {RESPONDENT, "name", "your name", "full name", "first name", "participant", "person", "what is your name"}
_ROLES = {ROLE, "your role", "leader", "do you lead people", "do you lead people yourself", "are you a leader"}
_BESIDE = {NOTE: NOTE, "notes": NOTE, "comment": NOTE, GRADE: GRADE, "grade": GRADE, EVIDENCE: EVIDENCE}
_SAME = str.maketrans("‘’‚‛`´“”„«»–—‐‑", "''''''\"\"\"\"\"----")
MAX_COMPARED = 1_500
"""The longest text that is compared with another, in characters: longer than any question, stage or level's text."""

_MIN_CONTAINED = 20  # characters of a question's text that no other heading contains by chance


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns in use, each counted from 0; without a column a question is missing, a name or role None.

    `answers`, `notes`, `grades` and `evidence` hold columns by question id.
    """

    answers: Mapping[str, int] = field(default_factory=dict)
    notes: Mapping[str, int] = field(default_factory=dict)
    grades: Mapping[str, int] = field(default_factory=dict)
    evidence: Mapping[str, int] = field(default_factory=dict)
    name: int | None = None
    role: int | None = None

    def used(self) -> Iterator[tuple[int, str]]:
        """Yield each column in use with its use, such as 'P1', 'P1 note' or 'respondent'."""
        yield from ((column, question_id) for question_id, column in self.answers.items())
        for word, columns in ((NOTE, self.notes), (GRADE, self.grades), (EVIDENCE, self.evidence)):
            yield from ((column, f"{question_id} {word}") for question_id, column in columns.items())
        yield from ((c, use) for c, use in ((self.name, RESPONDENT), (self.role, ROLE)) if c is not None)

    def left_out(self, headings: Sequence[str]) -> list[str]:
        """Return the headings of columns that are not read."""
        used = {column for column, _ in self.used()}
        return [heading for column, heading in enumerate(headings) if heading and column not in used]


def normalise_heading(text: str) -> str:
    """Return `text` so that blanks, letter case, kinds of quotation mark and a final stop make no difference.

    A text longer than MAX_COMPARED is like no other: it is returned cut, and otherwise as it is.
    """
    if len(text) > MAX_COMPARED:  # Unicode normalisation takes time by the square of a run of combining marks
        return text[:MAX_COMPARED]
    plain = unicodedata.normalize("NFKC", text).translate(_SAME).casefold()
    return " ".join(plain.split()).strip(" .:;,!?\"'*")


def guess_columns(headings: Sequence[str], questionnaire: Questionnaire) -> Columns:
    """Return the likeliest use of each column: every question has at most one, and every column one use.

    A heading means a question when it is or begins with its id, contains its text in any variant, or is at least
    MIN_HEADING_SIMILARITY like that text; the surest matches are assigned first.
    """
    free = {column: heading for column, heading in enumerate(headings) if heading}
    beside: dict[str, dict[str, int]] = {NOTE: {}, GRADE: {}, EVIDENCE: {}}
    for question in questionnaire.questions:
        for column, heading in list(free.items()):
            word = _BESIDE.get(normalise_heading(_after_id(heading, question.id) or ""))
            if word and question.id not in beside[word]:
                beside[word][question.id] = column
                del free[column]
    answers = _answer_columns(free, questionnaire.questions)
    rest = {column: normalise_heading(heading) for column, heading in free.items() if column not in answers.values()}
    name = next((column for column, heading in rest.items() if heading in _NAMES), None)
    role = next((column for column, heading in rest.items() if heading in _ROLES), None)
    return Columns(answers, beside[NOTE], beside[GRADE], beside[EVIDENCE], name, role)


def _answer_columns(free: Mapping[int, str], questions: Sequence[Question]) -> dict[str, int]:
    """Return the column of each question that has one, by question id in the order of the questions."""
    assigned: dict[str, int] = {}
    texts = {q.id: {normalise_heading(q.prompt_in(variant)) for variant in (BOTH, *q.variants)} for q in questions}
    for sureness in (_certainty, _similarity):
        headings = {column: heading for column, heading in free.items() if column not in assigned.values()}
        open_questions = [q.id for q in questions if q.id not in assigned]
        matches = [(sureness(h, q, texts[q]), column, q) for column, h in headings.items() for q in open_questions]
        # Sorting is stable: of equally sure columns the left one comes first.
        for _, column, question_id in sorted((m for m in matches if m[0]), key=lambda m: -m[0]):
            if question_id not in assigned and column not in assigned.values():
                assigned[question_id] = column
    return {q.id: assigned[q.id] for q in questions if q.id in assigned}


def _certainty(heading: str, question_id: str, texts: AbstractSet[str]) -> float:
    """Return how surely a heading means a question: 4 it is its id, 3 begins with it, 2 is its text, 1 contains it."""
    after = _after_id(heading, question_id)
    if after is not None:
        return 3 if after else 4
    words = normalise_heading(heading)
    return 2 if words in texts else float(any(text in words for text in texts if len(text) >= _MIN_CONTAINED))


def _similarity(heading: str, _: str, texts: AbstractSet[str]) -> float:
    """Return how alike a heading and the nearest text are, 0 below MIN_HEADING_SIMILARITY."""
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(normalise_heading(heading))
    best = 0.0
    for text in texts:
        matcher.set_seq1(text)
        if min(matcher.real_quick_ratio(), matcher.quick_ratio()) >= MIN_HEADING_SIMILARITY:
            best = max(best, matcher.ratio())
    return best if best >= MIN_HEADING_SIMILARITY else 0.0


def _after_id(heading: str, question_id: str) -> str | None:
    """Return the rest of a heading after the question's id; None when the heading does not begin with the id.

    An id without a digit must be followed by punctuation or nothing, because it may also be a common word.
    """
    pattern = rf"[\W_]*{re.escape(question_id)}(?![^\W_])\s*([\W_]*)(.*)"
    match = re.match(pattern, heading, re.IGNORECASE)
    if match is None:
        return None
    punctuation, after = match.groups()
    is_id = punctuation or not after or any(c.isdigit() for c in question_id)
    return after.strip() if is_id else None


def choose_columns(
    guessed: Columns, answers: Mapping[str, int], name: int | None, role: int | None, headings: Sequence[str]
) -> Columns:
    """Return the columns as a person chose them; raises ValidationErrors when one column has two uses.

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
