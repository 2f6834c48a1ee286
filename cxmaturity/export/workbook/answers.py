"""The sheet of answers: each answer with its level and weight, and the cells to change it."""

from math import isnan

from cxmaturity.answers import Answer
from cxmaturity.export.workbook.layout import FIRST_ROW, Layout
from cxmaturity.export.workbook.sheets import Look, Sheet, Value, here
from cxmaturity.export.workbook.source import WorkbookSource
from cxmaturity.questionnaire.schema import Question
from cxmaturity.scoring.levels import evidenced_answers
from cxmaturity.scoring.matrices import grade_row, response_row
from cxmaturity.wording.exports import workbook as words
from cxmaturity.wording.language.numbers import plain_decimal

_COLUMN = {heading: column for column, heading in enumerate(words.ANSWER_HEADINGS + words.PRACTICE_HEADINGS)}
_GRADES = ["0", "1", "2", "3"]


def write_answers(sheet: Sheet, source: WorkbookSource, layout: Layout) -> None:
    """Write the answers, with yellow cells for changes."""
    sheet.headings(words.ANSWER_HEADINGS + (words.PRACTICE_HEADINGS if source.has_practices else ()))
    sheet.worksheet.write_comment(0, _COLUMN["Answer"], words.answer_help(_numbers(source)))
    evidenced = _evidenced_levels(source)
    for place, question in enumerate(source.questions):
        row = _AnswerRow(sheet, source, layout, place, question)
        row.write_answer()
        row.write_counts(evidenced[place])
        if source.has_practices:
            row.write_practice(evidenced[place])
        if source.is_full:
            row.write_holding()
        row.write_texts()


def _numbers(source: WorkbookSource) -> list[str]:
    return [plain_decimal(number) for number in source.numbers]


def _evidenced_levels(source: WorkbookSource) -> list[float | None]:
    """Return the evidenced level of each question, None for an unrated one."""
    answers, _ = response_row(source.outcome.response, source.questions)
    grades = grade_row(source.outcome.response, source.questions)
    levels = evidenced_answers(answers, grades, source.questionnaire.scale_max)[0]
    return [None if isnan(level) else source.numbers[int(level) - 1] for level in levels]


class _AnswerRow:
    """The row of a question; `place` is its index among all questions."""

    def __init__(self, sheet: Sheet, source: WorkbookSource, layout: Layout, place: int, question: Question) -> None:
        self._sheet, self._source, self._layout = sheet, source, layout
        self._place, self._row, self._question = place, FIRST_ROW + place, question
        self._answer = source.outcome.response.answer(question.id)
        level = self._answer.level
        self._number = None if level is None else source.numbers[level - 1]
        self._rated = f"ISNUMBER({self._cell('Level')})"

    def _cell(self, heading: str) -> str:
        return here(self._row, _COLUMN[heading])

    def _write(self, heading: str, formula: str, value: Value, look: Look = "level") -> None:
        self._sheet.formula(self._row, _COLUMN[heading], formula, value, look)

    def _if_rated(self, formula: str) -> str:
        return f'IF({self._rated},{formula},"")'

    def write_answer(self) -> None:
        """Write the question and the yellow cells with their allowed values."""
        dimension = self._source.questionnaire.dimension_of[self._question.id]
        self._sheet.text(self._row, _COLUMN["Id"], self._question.id)
        self._sheet.text(self._row, _COLUMN["Question"], self._question.prompt_in(self._source.variant))
        self._sheet.text(self._row, _COLUMN["Dimension"], dimension.name)
        self._sheet.value(self._row, _COLUMN["Answer"], self._choice(self._answer), "input")
        grade = self._answer.evidence_grade
        self._sheet.value(self._row, _COLUMN["Evidence"], None if grade is None else int(grade), "input")
        self._sheet.value(self._row, _COLUMN["Weight"], self._question.weight, "level")
        choices = words.answer_choices(_numbers(self._source), self._question.may_not_apply)
        for column, listed in ((_COLUMN["Answer"], choices), (_COLUMN["Evidence"], _GRADES)):
            allowed = {"validate": "list", "source": listed}
            self._sheet.worksheet.data_validation(self._row, column, self._row, column, allowed)

    def _choice(self, answer: Answer) -> Value:
        if answer.dont_know:
            return words.DONT_KNOW
        return self._number if answer.not_applicable is None else words.NOT_APPLICABLE

    def write_counts(self, evidenced: float | None) -> None:
        """Write the level, whether it is missing, and the products with its weight."""
        number, weight = self._number, self._question.weight
        chosen, level = self._cell("Answer"), self._cell("Level")
        applies = self._answer.not_applicable is None
        is_missing = int(number is None and applies)
        self._write("Level", f'IF(ISNUMBER(MATCH({chosen},level_numbers,0)),{chosen},"")', number)
        self._write("Applies", f'IF({chosen}="{words.NOT_APPLICABLE}",0,1)', int(applies), "number")
        self._write("Missing", f"IF({self._rated},0,{self._cell('Applies')})", is_missing, "number")
        self._write("Weight counted", self._if_rated(self._cell("Weight")), None if number is None else weight)
        product = self._if_rated(f"{self._cell('Weight')}*{level}")
        self._write("Weight × level", product, None if number is None else weight * number)
        self._write("Weight missing", f"{self._cell('Missing')}*{self._cell('Weight')}", is_missing * weight)
        self._write("Evidenced level", self._if_rated(self._as_evidenced(level)), evidenced)
        product = self._if_rated(f"{self._cell('Weight')}*{self._cell('Evidenced level')}")
        self._write("Weight × evidenced", product, None if evidenced is None else weight * evidenced)

    def _as_evidenced(self, level: str) -> str:
        """Return the formula of the evidenced level: the two highest levels count as the third without a document."""
        highest = len(self._source.numbers)
        lower = max(1, highest - 2)
        number = lower if self._source.is_plain else f"INDEX(level_numbers,{lower},1)"
        is_unproven = f"AND({self._layout.place(level)}>={highest - 1},N({self._cell('Evidence')})<2)"
        return f"IF({is_unproven},{number},{level})"

    def write_practice(self, evidenced: float | None) -> None:
        """Write the level that the practice allows: the highest once it is done, else the one below its stage."""
        needed, top, mark = self._question.level or 0, self._source.questionnaire.level_range[1], self._source.pass_mark
        applies, is_missing = self._answer.not_applicable is None, self._number is None
        self._sheet.value(self._row, _COLUMN["Needed for"], needed)

        def write(heading: str, done: str, is_done: bool) -> None:
            formula = f"IF({done},{top},{self._cell('Needed for')}-1)"
            self._write(heading, formula, top if is_done else needed - 1)

        def done(heading: str) -> str:
            return f"IF({self._rated},{self._cell(heading)}>=pass_mark,{self._cell('Applies')}=0)"

        def is_done(level: float | None) -> bool:
            return not applies if level is None else level >= mark

        write("Allows at most", done("Level"), is_done(self._number))
        or_missing = f"OR({done('Level')},{self._cell('Missing')}=1)"
        write("Allows once the missing are done", or_missing, is_missing or is_done(self._number))
        write("Allows as evidenced", done("Evidenced level"), is_done(evidenced))

    def write_holding(self) -> None:
        """Write whether the answer caps its dimension's stage, or keeps it from the next one."""
        dimension, name = self._layout.dimension_of[self._place], self._question.id
        reason = self._source.outcome.result.dimensions[self._source.questionnaire.dimension_of[name].id].reason
        if self._source.has_practices:
            level = self._layout.dimension(dimension, "Level")
            is_next = f"AND({self._cell('Needed for')}={level}+1,{self._cell('Level')}<pass_mark)"
            formula = self._if_rated(f'IF({level}="","",IF({is_next},"{words.HOLDS}",""))')
            is_held = self._number is not None and name in reason.blockers
            self._write("Holds the stage", formula, words.HOLDS if is_held else None, "text")
            return
        stage, average, lowest = (
            self._layout.dimension(dimension, heading) for heading in ("Stage", "Stage of the average", "Lowest answer")
        )
        is_holding = f"AND({stage}<{average},{self._cell('Level')}={lowest})"
        holds = words.HOLDS if reason.kind == "cap" and name in reason.blockers else None
        formula = self._if_rated(f'IF({stage}="","",IF({is_holding},"{words.HOLDS}",""))')
        self._write("Holds the stage", formula, holds, "text")

    def write_texts(self) -> None:
        """Write the chosen statement, the note and the evidence."""
        level = self._answer.level
        statement = None if level is None else self._question.levels_in(self._source.variant)[level - 1]
        chosen = f"INDEX({self._layout.statements(self._place)},1,{self._layout.place(self._cell('Level'))})"
        self._write("Statement", self._if_rated(chosen), statement, "text")
        self._sheet.text(self._row, _COLUMN["Note"], self._answer.note)
        self._sheet.text(self._row, _COLUMN["Evidence in words"], self._answer.evidence)
