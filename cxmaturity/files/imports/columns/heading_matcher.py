"""Finds the question that a heading names: by its id, its text, or a similar text."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from cxmaturity.files.imports.cells.normalising import MAX_COMPARED, heading_words, normalise_text
from cxmaturity.questionnaire.schema import BOTH, Questionnaire

MIN_HEADING_SIMILARITY = 0.88
"""The least similarity, 0..1 by difflib, at which a heading is taken for a question's text."""

MIN_SHARED_WORDS = 0.85
"""The least share of common words, 0..1, at which a heading is taken for a question's text."""

MIN_LEAD = 0.05
"""How much lower the similarity to the text of every other question must be."""

ANSWER, NOTE, GRADE, EVIDENCE = "answer", "note", "evidence grade", "evidence"
"""The part of an answer that a column holds."""

OTHER = "other"
"""The part of columns that form tools add beside a question's: points, time, the text of 'other'."""

_BESIDE = {NOTE: NOTE, "notes": NOTE, "comment": NOTE, "comments": NOTE, "why": NOTE, "remark": NOTE, "remarks": NOTE}
_BESIDE |= {GRADE: GRADE, "grade": GRADE, EVIDENCE: EVIDENCE}
_ADDED = {
    "points", "feedback", "score", "scores", "total", "mean", "average", "avg", "time", "duration", "timer", "order",
    "rank", "first click", "last click", "page submit", "click count", "max points", "other", "text", "other text",
    "count", "time spent", "time spent on", "points for", "feedback for", "score for", "other please specify",
    "specify", "other write in", "other write in required",
}  # fmt: skip
_OTHER_MEASURES = {
    "importance", "wichtigkeit", "priority", "weight",
    "weighting", "target", "target level", "target score", "goal", "desired", "desired level", "expected",
    "expected level", "future", "ziel", "soll", "cible", "objetivo", "benchmark", "gap", "change", "difference",
    "confidence", "previous", "previous year", "last year", "median", "mode", "min", "max", "minimum", "maximum",
    "sd", "std", "std dev", "std deviation", "stdev", "standard deviation", "variance", "n",
}  # fmt: skip
_IMPORTANCE = "how important"  # begins the heading of a grid of another question, such as how important each is
_MIN_CONTAINED = 20  # characters of a question's text so that no other heading contains it by chance
_PATH_MARKS = "/:.[>(-"  # precede the last part of a path, or an id after the text
_JOINING_MARKS = "-./[\\"
_AROUND = " .:;,)]}(\"'*-"
_NUMBERING = re.compile(r"q?\d{1,3} ")

BY_ID, BY_ID_AND_TEXT, BY_LAST_PART, BY_TEXT, BY_CONTAINED_TEXT, BY_START, BY_CUT_TEXT = range(8, 1, -1)
"""The sureness of each kind of match; values below 1 are a similarity, 0..1."""


@dataclass(frozen=True, slots=True)
class HeadingMatch:
    """A question that a heading may name, the part of its answer, and how sure the match is.

    `contradicted_by` is the id of another question whose text the heading contains.
    """

    question_id: str
    part: str
    sureness: float
    contradicted_by: str | None = None

    @property
    def is_by_text(self) -> bool:
        """Whether the heading contains words of the question, not only its id."""
        return self.sureness in (BY_ID_AND_TEXT, BY_TEXT, BY_CONTAINED_TEXT, BY_CUT_TEXT)


class HeadingMatcher:
    """Matches headings with the questions of one questionnaire; each different heading is matched once."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._texts: dict[str, str | None] = {}  # None for a text that two questions share, which names neither
        for question in questionnaire.questions:
            for variant in (BOTH, *question.variants):
                words = heading_words(question.prompt_in(variant))
                self._texts[words] = question.id if self._texts.get(words, question.id) == question.id else None
        # Longest first, because one id may be the beginning of another.
        ids = sorted((q.id for q in questionnaire.questions), key=lambda id_: (-len(id_), id_))
        self._ids = [(id_, normalise_text(id_)) for id_ in ids]
        names = [name for d in questionnaire.dimensions for name in (d.name, *(c.name for c in d.capabilities))]
        self._sections = set(map(heading_words, names))
        self._levels = {f"{number:g}" for number in questionnaire.level_numbers}
        self._matches: dict[str, HeadingMatch | None] = {}

    def __call__(self, heading: str) -> HeadingMatch | None:
        """Return the question that a heading names by id or text; None when it names none with certainty."""
        if heading not in self._matches:
            self._matches[heading] = self._sure_match(heading[:MAX_COMPARED])
        return self._matches[heading]

    def below_headings(self, cell: str) -> HeadingMatch | None:
        """Return the question that a cell below other texts names.

        An id that is also the number of a level names a question beside its text only, because it may be an answer.
        """
        match = self(cell)
        return None if match and match.question_id in self._levels and not match.is_by_text else match

    def names_section(self, heading: str) -> bool:
        """Return whether a heading is the name of a dimension or capability, whose scores some tools add."""
        return heading_words(heading[:MAX_COMPARED]) in self._sections

    def names_other_measure(self, heading: str) -> bool:
        """Return whether a heading above or below that of a question names another figure than its answer."""
        words = heading_words(heading[:MAX_COMPARED])
        return _is_other_measure(words) and not self.names_section(heading) and self(heading) is None

    def _sure_match(self, heading: str) -> HeadingMatch | None:
        if not heading.strip():
            return None
        words = heading_words(heading)
        by_text = self._by_text(words)
        by_id = self._by_id(normalise_text(heading))
        if by_id is None:
            return by_text
        text_id = by_text.question_id if by_text and by_text.sureness >= BY_CONTAINED_TEXT else by_id.question_id
        if by_id.part == OTHER and any(words == f"{heading_words(by_id.question_id)} {text}" for text in self._texts):
            return HeadingMatch(by_id.question_id, ANSWER, BY_START)  # a question may be called 'Target'
        if by_id.part != ANSWER or by_text is None:
            return by_id
        if text_id != by_id.question_id:
            return HeadingMatch(by_id.question_id, ANSWER, by_id.sureness, text_id)
        return HeadingMatch(by_id.question_id, by_text.part, BY_ID_AND_TEXT)

    def _by_id(self, heading: str) -> HeadingMatch | None:
        """Return the question whose id begins a normalised heading, or is the last part of a path such as group/P1."""
        for question_id, id_ in self._ids:
            place = heading.find(id_)
            while place >= 0:
                match = _match_at(heading[:place], heading[place + len(id_) :], question_id)
                if match:
                    return match
                place = heading.find(id_, place + 1)
        return None

    def _by_text(self, words: str) -> HeadingMatch | None:
        exact = self._texts.get(words)
        if exact:
            return HeadingMatch(exact, ANSWER, BY_TEXT)
        if len(words) < _MIN_CONTAINED:
            return None
        around = f" {words} "
        holders = {
            question_id: text
            for text, question_id in self._texts.items()
            if question_id and len(text) >= _MIN_CONTAINED and f" {text} " in around
        }
        longest = max(map(len, holders.values()), default=0)
        longest_ids = [question_id for question_id, text in holders.items() if len(text) == longest]
        if len(longest_ids) == 1:
            question_id = longest_ids[0]
            before, _, after = around.partition(f" {holders[question_id]} ")
            part = _BESIDE.get(after.strip(), ANSWER)
            part = OTHER if is_other_column(before.strip()) or is_other_column(after.strip()) else part
            return HeadingMatch(question_id, part, BY_CONTAINED_TEXT)
        start = _NUMBERING.sub("", words, count=1) if _NUMBERING.match(words) else words
        if len(start) >= _MIN_CONTAINED:
            begun = {question_id for text, question_id in self._texts.items() if question_id and text.startswith(start)}
            if len(begun) == 1:
                return HeadingMatch(begun.pop(), ANSWER, BY_CUT_TEXT)
        return None

    def likeness(self, heading: str) -> Iterator[tuple[str, float]]:
        """Yield (question id, similarity 0..1) of the text most similar to a heading that names none with certainty."""
        words = heading_words(heading[:MAX_COMPARED])
        if len(words) < _MIN_CONTAINED or any(words.startswith(f"{added} ") for added in _ADDED):
            return
        best: dict[str, float] = {}
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(words)
        bag = Counter(words.split())
        for text, question_id in self._texts.items():
            if not question_id:
                continue
            shared = 2 * (bag & Counter(text.split())).total() / (bag.total() + len(text.split()))
            matcher.set_seq1(text)
            ratio = 0.0
            if min(matcher.real_quick_ratio(), matcher.quick_ratio()) >= MIN_HEADING_SIMILARITY - MIN_LEAD:
                ratio = matcher.ratio()
            alike = max(ratio, shared * MIN_HEADING_SIMILARITY / MIN_SHARED_WORDS)
            best[question_id] = max(best.get(question_id, 0.0), min(alike, 1.0))
        ranked = sorted(best.items(), key=lambda item: -item[1])
        first, second = ranked[0], ranked[1][1] if len(ranked) > 1 else 0.0
        if first[1] >= MIN_HEADING_SIMILARITY and first[1] - second >= MIN_LEAD:
            yield first


def is_other_column(words: str) -> bool:
    """Return whether words beside a question say that the column holds something else than its answer."""
    return words in _ADDED or _is_other_measure(words)


def _is_other_measure(words: str) -> bool:
    """Return whether words name another figure than an answer, such as a target or the importance."""
    return words in _OTHER_MEASURES or words.startswith(_IMPORTANCE)


def _match_at(before: str, after: str, question_id: str) -> HeadingMatch | None:
    """Return the match of a heading with an id between two texts; None when the id is part of a longer word.

    A mark that joins the id to what follows makes another id: P1-b, P1.2, P1_3 and P1[4] are not headings of P1.
    """
    begins = not any(c.isalnum() for c in before)
    if after[:1].isalnum() or not (begins or before[-1] in _PATH_MARKS):
        return None
    if question_id[0].isdigit() and before[-2:-1].isdigit():
        return None  # 2026-10-01, 3/5 and 10:05 do not end in an id
    beside = _BESIDE.get(heading_words(after)) or _BESIDE.get(heading_words(before))
    if beside:
        return HeadingMatch(question_id, beside, BY_START)
    if after[:1] == "_" or (after[:1] in _JOINING_MARKS and after[1:2].isalnum()):
        return None
    if is_other_column(heading_words(after)) or is_other_column(heading_words(before)):
        return HeadingMatch(question_id, OTHER, BY_START)
    rest = after.strip(_AROUND)
    if not rest:
        return HeadingMatch(question_id, ANSWER, BY_ID if begins else BY_LAST_PART)
    is_word = question_id.isdigit() or not any(c.isdigit() for c in question_id)
    if begins and not (is_word and after[0].isspace() and rest[0].isalnum() and after.lstrip()[0].isalnum()):
        return HeadingMatch(question_id, ANSWER, BY_START)
    return None
