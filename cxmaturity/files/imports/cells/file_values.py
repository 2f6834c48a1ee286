"""Facts derived from all answer cells of a file together: the numbers in use, and the words of its scale."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from cxmaturity.answers import Answer
from cxmaturity.files.imports.cells.agreement_words import agreement_scale
from cxmaturity.files.imports.cells.normalising import MAX_COMPARED, normalise_text, visible
from cxmaturity.files.imports.cells.value_words import Meaning
from cxmaturity.files.imports.mapping import NO_MAPPING, FileMapping
from cxmaturity.files.imports.opening.raw_table import is_marked
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.text_cleaning import clean_text, unescape_formula

ZEROS = r"(?:[.,](?:0{1,2}|0{4,}))?"  # 3.000 may be three thousand
_NUMBER = re.compile(rf"(-?\d{{1,9}}){ZEROS}")
LABELLED = re.compile(r"(\d)\s*(?:[-–—:.)=|·]+|(?=\())\s*(\(?[^\W\d].*)", re.DOTALL)
CODE = re.compile(r"([A-Za-z]{1,2})0?(\d)")  # A3 and AO03, as LimeSurvey numbers the answers of a list
ROMAN_NUMBERS = {text: number for number, text in enumerate(("I", "II", "III", "IV", "V", "VI", "VII"), start=1)}
_POINTS = "\uff0e\uff0c\u066b"  # the full-width ones, and that of Arabic
_LONGEST_SCALE = 10


class Unreadable(NamedTuple):
    """The problem of a cell that cannot be read, and its fix."""

    problem: str
    fix: str


def value_key(cell: str) -> str:
    """Return the key of a cell's text in a mapping: one line without invisible characters."""
    if cell.isalnum() and cell.isascii():
        return cell
    return " ".join(visible(clean_text(unescape_formula(cell))).split())


class FileValues:
    """The scale of a file, derived from all its different answer cells: the numbers and kinds of words in use."""

    def __init__(
        self,
        cells: Iterable[str],
        questionnaire: Questionnaire,
        mapping: FileMapping = NO_MAPPING,
        encoding: str | None = None,
    ) -> None:
        texts = {value_key(cell) for cell in cells if len(cell) <= MAX_COMPARED and not is_marked(cell)}
        texts -= set(mapping.values)  # a number with a chosen meaning, such as 99 for no answer, is not a level
        self.mapping = mapping
        self.encoding = encoding or "this encoding"
        self.scale = questionnaire.level_numbers
        numbers = {int(match[1]) for text in texts if (match := _NUMBER.fullmatch(bare_text(text)))}
        labelled = {int(match[1]) for text in texts if (match := LABELLED.fullmatch(text))}
        self.numbers = tuple(sorted(numbers | labelled))
        """The different whole numbers that stand for answers in the file, lowest first."""
        agreement = agreement_scale(map(normalise_text, texts))
        self.agreement = agreement if len(self.scale) == 5 else dict.fromkeys(agreement)
        """The level of each word of agreement in use, None when it cannot be told."""
        self.has_roman_numbers = len(texts & set(ROMAN_NUMBERS)) > 1  # one alone may be a letter
        codes = {match[1].upper() for text in texts if (match := CODE.fullmatch(text))}
        self.code = codes.pop() if len(codes) == 1 else None
        self.has_fractions = any(number % 1 for number in self.scale)
        """Whether levels have numbers such as 0.25."""
        self.counts_from_one = self.scale == tuple(range(1, len(self.scale) + 1))
        self._low, self._high = shown_number(self.scale[0]), shown_number(self.scale[-1])

    @property
    def is_shifted(self) -> bool:
        """Whether the lowest level is not chosen yet, and the file's numbers fit another lowest level only.

        Such as numbers from 0 for levels that count from 1, or the other way round.
        """
        if self.mapping.lowest is not None or not self.numbers:
            return False
        if self.scale[0] >= 1:
            return 0 <= self.numbers[0] < self.scale[0] and self.numbers[-1] < self.scale[-1]
        return self._may_begin_at_one and self.numbers[-1] == self.scale[-1] + 1

    @property
    def may_be_shifted(self) -> bool:
        """Whether the lowest level is not chosen yet, and all numbers fit another lowest level as well."""
        if self.mapping.lowest is not None or not self.numbers:
            return False
        if self.scale[0] >= 1:
            return self.numbers[0] >= 0 and self.numbers[-1] < self.scale[-1]
        return self._may_begin_at_one and self.numbers[-1] <= self.scale[-1]

    @property
    def _may_begin_at_one(self) -> bool:
        counts_from_zero = self.scale == tuple(range(len(self.scale))) and len(self.scale) > 2
        return counts_from_zero and self.numbers[0] >= 1

    @property
    def other_lowest(self) -> int:
        """The alternative lowest level: 0 for levels that count from 1, else 1."""
        return int(self.scale[0]) - 1 if self.scale[0] >= 1 else 1

    def level(self, number: float) -> int | None:
        """Return the position on the scale, lowest 1, of a number in the file; None for numbers off the scale."""
        shift = 0 if self.mapping.lowest is None else self.scale[0] - self.mapping.lowest
        return self.scale.index(number + shift) + 1 if number + shift in self.scale else None

    def meaning(self, answer: Answer) -> Meaning:
        """Return the meaning of an answer, without the reason of does not apply."""
        if answer.level is not None:
            number = self.scale[answer.level - 1]
            return int(number) if number == int(number) else number
        if answer.not_applicable is not None:
            return "not_applicable"
        return "dont_know" if answer.dont_know else "missing"

    def number_fix(self) -> str:
        """Return the fix for a number that cannot be read."""
        if self.has_fractions:
            return f"Write one of {', '.join(map(shown_number, self.scale))}"
        return f"Write a whole number from {self._low} to {self._high}"

    def off_scale(self, cell: str) -> Unreadable:
        """Return the fault of a number off the scale, with the lowest and highest number allowed."""
        low, high = self._low, self._high
        problem = f"{quote_cell(cell)} is not on the scale from {low} to {high}"
        if len(self.numbers) > 1:
            problem += f"; the file has values from {self.numbers[0]} to {self.numbers[-1]}"
        fix = self.number_fix()
        if self.is_shifted:
            lowest = self.numbers[0] if self.scale[0] >= 1 else 1
            fix = f"Is {lowest} the lowest level in this file? Then say so; else write {low} to {high}"
        elif self.numbers and self.scale[-1] < self.numbers[-1] <= _LONGEST_SCALE and self.mapping.lowest is None:
            fix = f"If this file has a scale of its own, say what each of its values means; else write {low} to {high}"
        elif self.numbers and (self.numbers[0] < self.scale[0] or self.numbers[-1] > _LONGEST_SCALE):
            fix += "; or say for the whole file what it means, if it stands for no answer"
        return Unreadable(problem, fix)


def shown_number(number: float) -> str:
    """Return the number of a level as a file writes it: 3, or 0.25."""
    return f"{number:g}"


def bare_text(text: str) -> str:
    """Return a short text with ASCII digits and signs, without surrounding quotation marks and blanks."""
    return _with_usual_digits(text).strip(" \t\n'\"") if len(text) <= MAX_COMPARED else text


def _with_usual_digits(text: str) -> str:
    """Return `text` with the decimal digits and points of any script replaced by 0 to 9 and a point."""
    if text.isascii():
        return text
    return "".join(str(int(c)) if c.isdecimal() else "." if c in _POINTS else c for c in text)


def quote_cell(cell: str) -> str:
    """Return a cell for a message: one line in quotation marks, shortened."""
    line = " ".join(cell.split())
    return f"'{line}'" if len(line) <= 60 else f"'{line[:59]}…'"
