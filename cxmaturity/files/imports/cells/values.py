"""Reads cells of an answers table, in the notations of the app's own files and of form tools."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from cxmaturity.answers import APPLIES_TO_EVERYONE, UNANSWERED, Answer, EvidenceGrade, Role
from cxmaturity.files.imports.cells.agreement_words import agreement_word
from cxmaturity.files.imports.cells.file_values import (
    CODE,
    LABELLED,
    ROMAN_NUMBERS,
    ZEROS,
    FileValues,
    Unreadable,
    bare_text,
    quote_cell,
    shown_number,
    value_key,
)
from cxmaturity.files.imports.cells.normalising import MAX_COMPARED, normalise_text
from cxmaturity.files.imports.cells.value_words import (
    DONT_KNOW,
    MONTHS,
    NOT_APPLICABLE_WORDS,
    Meaning,
    open_meaning,
    role_of,
    yes_or_no,
)
from cxmaturity.files.imports.mapping import NO_MAPPING, FileMapping
from cxmaturity.files.imports.opening.raw_table import is_marked, marked_problem
from cxmaturity.files.imports.opening.text_encoding import bad_byte
from cxmaturity.questionnaire.schema import BOTH, Question, Questionnaire
from cxmaturity.text_cleaning import clean_text, unescape_formula
from cxmaturity.wording.questionnaire.answers import EVIDENCE_GRADE_LABELS

MIN_SIMILARITY = 0.9
"""The least similarity, 0..1 by difflib, at which a cell is taken for a level's text."""

MIN_SIMILARITY_LEAD = 0.05
"""How much lower the similarity to the text of every other level must be."""

UNSTATED_REASON = "As written in the file"
"""The reason stored for does not apply when the file has none."""

MAX_COMPARED_CELLS = 50
"""The most different cells of a column that are compared with the levels' texts, which is slow."""

_NUMBERED = re.compile(rf"(?:(?:level|stage)\s*)?(-?\d{{1,9}}){ZEROS}(?![.,]?\d)(.*)", re.DOTALL | re.IGNORECASE)
_FRACTION = re.compile(  # of a scale whose levels may be called 0.25
    r"(?:(?:level|stage)\s*)?[(\[]?(\d{0,3}[.,]\d{1,6}|\d{1,3})(?![.,]?\d)(.*)", re.DOTALL | re.IGNORECASE
)
_SEPARATORS = " \t\n.:;)]-–—·|="
_MIN_CUT = 20  # characters of a level's text that begin no other
_BROKEN = re.compile(r"-?\d*[.,]\d+")
_ERROR_VALUE = re.compile(
    r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)|Err:\d{3}", re.IGNORECASE
)
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?: .*)?|\d{1,2}[./]\d{1,2}[./]\d{2,4}(?: .*)?")
_PARTS_OF_DATE = re.compile(r"\d+|[^\W\d_]+")
_MAX_DATE = 30  # characters
_BRACKETED = re.compile(r"[(\[](\d)[)\]]\s*([^\W\d].*)|([^\W\d].*?)\s*[(\[](\d)[)\]]", re.DOTALL)
_STARS = re.compile("((?:[★⭐🌟]\ufe0f?)+)([☆✩]*)|([0-9]) ?stars?", re.IGNORECASE)
_LABEL_FIRST = re.compile(r"(\S.*?)\s*[-–—:=|·]\s*(\d)", re.DOTALL)
_MARKED = re.compile(r"[(\[]?(\d)[)\].]")
_SHARE = re.compile(r"(\d{1,2})\s*(?:/|of|out of)\s*(\d{1,2})", re.IGNORECASE)
_GRADES = {
    **{normalise_text(words): EvidenceGrade(grade) for grade, words in enumerate(EVIDENCE_GRADE_LABELS)},
    **{str(int(grade)): grade for grade in EvidenceGrade},
    **{grade.name.lower(): grade for grade in EvidenceGrade},
}


@dataclass(frozen=True, slots=True)
class AnswerValue:
    """An answer that was read, the visible text of its cell, and whether its meaning is a guess.

    `is_of_question` tells that the text equals, or is very similar to, one of the question's own levels.
    """

    answer: Answer
    text: str
    is_guess: bool = False
    is_of_question: bool = False


def cell_problem(cell: str, encoding: str = "this encoding") -> Unreadable | None:
    """Return the problem of a cell without readable text: error, formula, merged cell, broken byte; None for others."""
    if is_marked(cell):
        return Unreadable(*marked_problem(cell))
    byte = None if cell.isascii() else bad_byte(cell)
    if byte is None:
        return None
    return Unreadable(
        f"it holds the byte {byte}, which is no character in {encoding}", "Type it anew, or choose another encoding"
    )


class AnswerCellReader:
    """Reads the cells of one question's column; each different text is read once, because many cells are equal."""

    def __init__(self, question: Question, questionnaire: Questionnaire, file: FileValues) -> None:
        self._question = question
        self._file = file
        self._low, self._high = shown_number(file.scale[0]), shown_number(file.scale[-1])
        names = questionnaire.level_names
        self._names = {level: normalise_text(name) for level, name in enumerate(names, start=1)}
        example = f"('{quote_cell(names[len(names) // 2])[1:-1]}')"
        self._example = f"the name of a stage {example}" if questionnaire.stages_are_levels else f"its text {example}"
        self._yes_or_no = yes_or_no(list(self._names.values()))
        self._texts: dict[str, int | None] = {}
        for variant in (BOTH, *question.variants):
            for level, text in enumerate(question.levels_in(variant), start=1):
                self._add(normalise_text(text), level)
        self._own_texts = dict(self._texts)
        for level, name in self._names.items():
            self._add(name, level)
        self._read: dict[str, AnswerValue | Unreadable] = {}
        self._compared = 0

    def _add(self, text: str, level: int) -> None:
        self._texts[text] = (
            level if self._texts.get(text, level) == level else None
        )  # a text that two levels share names neither

    def __call__(self, cell: str) -> AnswerValue | Unreadable:
        """Return the answer in a cell, or why it cannot be read; UNANSWERED for a blank cell."""
        result = self._read.get(cell)
        if result is None:
            result = self._interpret(cell)
            if isinstance(result, Unreadable) and self._file.mapping.unreadable:
                answer = Answer(dont_know=True) if self._file.mapping.unreadable == "dont_know" else UNANSWERED
                result = AnswerValue(answer, value_key(cell))
            self._read[cell] = result
        return result

    def _interpret(self, cell: str) -> AnswerValue | Unreadable:
        problem = cell_problem(cell, self._file.encoding)
        if problem:
            return problem
        text = clean_text(unescape_formula(cell))
        if len(text) > MAX_COMPARED:
            return self._with_reason(text) or self._unreadable(text)
        key = value_key(cell)
        if not key:
            return AnswerValue(UNANSWERED, "")
        words = normalise_text(key)
        level_of_question = self._own_texts.get(words) if words else None
        if level_of_question is not None:  # first, because a level may be called 'Not sure', or '3'
            return AnswerValue(Answer(level=level_of_question), key, is_of_question=True)
        if key in self._file.mapping.values:
            return self._meant(self._file.mapping.values[key], key)
        if _ERROR_VALUE.fullmatch(key):
            return Unreadable(f"it holds the error {key}", "Mend the formula in the spreadsheet, or type the answer")
        level = self._texts.get(words) if words else None
        if level is not None:
            return AnswerValue(Answer(level=level), key)
        return (
            self._with_reason(text)
            or self._open(key, words)
            or self._number(key)
            or self._guess(key, words)
            or self._similar(words, key)
            or self._unreadable(key)
        )

    def _meant(self, meaning: Meaning, key: str) -> AnswerValue | Unreadable:
        """Return the answer for a meaning that was chosen or guessed for the whole file."""
        if meaning == "not_applicable":
            return self._not_applicable("", key)
        if not isinstance(meaning, str):
            level = self._file.scale.index(meaning) + 1
            return AnswerValue(Answer(level=level), key)
        return AnswerValue(Answer(dont_know=True) if meaning == "dont_know" else UNANSWERED, key)

    def _open(self, key: str, words: str) -> AnswerValue | Unreadable | None:
        meaning = open_meaning(key, words)
        if meaning is None or words in self._file.agreement:  # 'trifft nicht zu' beside 'trifft zu' is a level
            return None
        return self._meant(meaning, key)

    def _with_reason(self, text: str) -> AnswerValue | Unreadable | None:
        """Return the answer does not apply with the reason after its colon; None for another text."""
        start, colon, reason = text.partition(":")
        if colon and len(start) <= MAX_COMPARED and normalise_text(start) in NOT_APPLICABLE_WORDS:
            return self._not_applicable(reason.removeprefix(" "), value_key(start))
        return None

    def _not_applicable(self, reason: str, key: str) -> AnswerValue | Unreadable:
        if not self._question.may_not_apply:
            return Unreadable(
                f"{quote_cell(key)}: {APPLIES_TO_EVERYONE}",
                f"Leave it open, or write a level from {self._low} to {self._high} or '{DONT_KNOW}'",
            )
        return AnswerValue(Answer(not_applicable=reason if reason.strip() else UNSTATED_REASON), key)

    def _number(self, key: str) -> AnswerValue | Unreadable | None:
        """Return the level of a number, alone or followed by the level's name, statement, or both; None for others."""
        bare = bare_text(key)
        has_fractions = self._file.has_fractions
        numbered = (_FRACTION if has_fractions else _NUMBERED).fullmatch(bare)
        if numbered is None or _DATE.fullmatch(bare) or _SHARE.fullmatch(bare):
            return None
        number, rest = float(numbered[1].replace(",", ".")), numbered[2]
        if has_fractions and rest.strip() == "%":
            number, rest = number / 100, ""
        level = self._file.level(number)
        words = normalise_text(rest.strip(_SEPARATORS))
        if rest.strip() and not words:
            return None  # a mark without meaning, such as 3/
        if level is None:
            return self._file.off_scale(key) if not words or rest[0].isspace() or rest[0] in _SEPARATORS else None
        text = normalise_text(words.removeprefix(self._names[level]).strip(" .:-"))
        if not words or not text or (self._texts.get(text) or self._similar_level(text)) == level:
            return AnswerValue(Answer(level=level), key)
        return self._contradiction(key, number, level, words)

    def _contradiction(self, key: str, number: float, level: int, words: str) -> Unreadable | None:
        """Return the fault of a cell whose number and words name different levels."""
        agreed = self._file.agreement.get(words) or (agreement_word(words) if len(self._file.scale) == 5 else None)
        other = self._texts.get(words) or agreed
        if other is None or other == level:
            return None
        by_words = shown_number(self._file.scale[other - 1])
        return Unreadable(
            f"{quote_cell(key)} is level {shown_number(number)} by its number, {by_words} by its words",
            "Write one of the two",
        )

    def _guess(self, key: str, words: str) -> AnswerValue | Unreadable | None:
        """Return the level guessed from the notations of other tools: A3, (3) Good, 3 - Good, 3/5, agree."""
        agreed = self._file.agreement.get(words) or self._yes_or_no.get(words or key)
        if agreed:
            return AnswerValue(Answer(level=agreed), key, is_guess=True)
        if _is_date(key):  # such as 3-May, in which a spreadsheet shows 3-5 or 3/5
            return None
        label = ""
        if code := CODE.fullmatch(key):
            number = int(code[2]) if code[1].upper() == self._file.code and self._file.counts_from_one else None
        elif share := _SHARE.fullmatch(key):
            number = int(share[1]) if int(share[2]) == self._file.scale[-1] else None
        elif stars := _STARS.fullmatch(key):
            number = self._stars(stars)
        elif key in ROMAN_NUMBERS:
            number = ROMAN_NUMBERS[key] if self._file.has_roman_numbers and self._file.counts_from_one else None
        elif marked := _MARKED.fullmatch(key):
            number = int(marked[1])
        elif (last := _LABEL_FIRST.fullmatch(key)) and self._texts.get(normalise_text(last[1])):
            number, label = int(last[2]), last[1]
        elif bracketed := _BRACKETED.fullmatch(key):
            number, label = int(bracketed[1] or bracketed[4]), bracketed[2] or bracketed[3]
        elif labelled := LABELLED.fullmatch(key):
            number, label = int(labelled[1]), labelled[2].strip("()")
        else:
            number = None
        if number is None:
            return None
        level = self._file.level(number)
        if level is None:
            return self._file.off_scale(key)
        name = normalise_text(label)
        if open_meaning(label, name):
            return None
        is_guess = self._texts.get(name) != level
        return self._contradiction(key, number, level, name) or AnswerValue(Answer(level=level), key, is_guess)

    def _stars(self, stars: re.Match[str]) -> int | None:
        """Return how many stars are full; None when the levels do not count from 1 or empty ones fill up to others."""
        full, empty = (len(re.sub("\ufe0f", "", stars[group] or "")) for group in (1, 2))
        is_whole = not empty or full + empty == self._file.scale[-1]
        return (int(stars[3]) if stars[3] else full) if self._file.counts_from_one and is_whole else None

    def _similar(self, words: str, key: str) -> AnswerValue | None:
        level = self._similar_level(words) or self._cut_level(words)
        return None if level is None else AnswerValue(Answer(level=level), key, is_guess=True, is_of_question=True)

    def _similar_level(self, words: str) -> int | None:
        """Return the one level whose text is very similar to `words`, None without one or with several."""
        if self._compared >= MAX_COMPARED_CELLS:
            return None
        self._compared += 1
        best = dict.fromkeys(self._names, 0.0)
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(words)
        for text, level in self._texts.items():
            matcher.set_seq1(text)
            if (
                level is not None
                and min(matcher.real_quick_ratio(), matcher.quick_ratio()) >= MIN_SIMILARITY - MIN_SIMILARITY_LEAD
            ):
                best[level] = max(best[level], matcher.ratio())
        first, second = sorted(best, key=lambda level: -best[level])[:2]
        return first if best[first] >= MIN_SIMILARITY and best[first] - best[second] >= MIN_SIMILARITY_LEAD else None

    def _cut_level(self, words: str) -> int | None:
        """Return the one level whose text begins with `words`, which some tools cut; None for short `words`."""
        words = words.rstrip("…. ")
        if len(words) < _MIN_CUT:
            return None
        levels = {level for text, level in self._own_texts.items() if text.startswith(words)}
        return levels.pop() if len(levels) == 1 else None

    def _unreadable(self, cell: str) -> Unreadable:
        bare = bare_text(cell)[:100]
        if _is_date(bare):
            return Unreadable(f"{quote_cell(cell)} is a date, not an answer", self._file.number_fix())
        if _BROKEN.fullmatch(bare) and any(number % 1 for number in self._file.scale):
            return self._file.off_scale(cell)
        if _BROKEN.fullmatch(bare):
            return Unreadable(f"{quote_cell(cell)} is not a whole number", self._file.number_fix())
        fix = (
            f"Write {self._low} to {self._high}, {self._example}, or '{DONT_KNOW}'; or leave it empty; "
            "or say for the whole file what it means"
        )
        return Unreadable(f"{quote_cell(cell)} is no answer to this question", fix)


def _is_date(text: str) -> bool:
    """Return whether a text is a date in digits, or numbers beside the name of a month."""
    if _DATE.fullmatch(text):
        return True
    words = _PARTS_OF_DATE.findall(text.casefold()) if len(text) <= _MAX_DATE else []
    months = sum(word in MONTHS for word in words)
    return months == 1 < len(words) and all(word in MONTHS or word.isdecimal() for word in words)


def read_role(cell: str, mapping: FileMapping = NO_MAPPING) -> tuple[Role | None, bool] | Unreadable:
    """Return the role that a cell names, None when it is blank, and whether that is a guess."""
    key = value_key(cell)
    if key in mapping.roles:
        return mapping.roles[key], False
    words = normalise_text(key)
    if not words or (len(key) <= MAX_COMPARED and open_meaning(key, words)):
        return None, False
    return role_of(words) or Unreadable(
        f"{quote_cell(key)} is no role", "Write 'leader' or 'other', or leave it empty; or say what it means"
    )


def read_grade(cell: str) -> EvidenceGrade | Unreadable | None:
    """Return the evidence grade a cell names by its number or words, None when it is blank."""
    words = normalise_text(value_key(cell))
    if not words:
        return None
    grade = _GRADES.get(words.removesuffix(".0"))
    if grade is not None:
        return grade
    known = " or ".join(f"'{label}'" for label in EVIDENCE_GRADE_LABELS)
    return Unreadable(f"{quote_cell(cell)} is no evidence grade", f"Write {known}, or leave it empty")
