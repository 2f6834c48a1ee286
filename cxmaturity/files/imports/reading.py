"""Reads a file of answers: the use of its columns, the answers of all people, and every fault with its cell."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial

from cxmaturity.answers import UNANSWERED, Answer, Role
from cxmaturity.errors import Issue, Refused, ValidationErrors
from cxmaturity.files.answers_table import RespondentAnswers
from cxmaturity.files.imports import timestamps
from cxmaturity.files.imports.cells import values
from cxmaturity.files.imports.cells.file_values import FileValues, Unreadable, value_key
from cxmaturity.files.imports.cells.normalising import MAX_COMPARED
from cxmaturity.files.imports.cells.question_reader import QuestionReader, columns_by_part
from cxmaturity.files.imports.cells.value_words import Meaning
from cxmaturity.files.imports.cells.values import AnswerCellReader
from cxmaturity.files.imports.column_faults import column_faults
from cxmaturity.files.imports.columns.chosen_columns import choose_by_mapping
from cxmaturity.files.imports.columns.column_uses import NAME, ROLE, Columns
from cxmaturity.files.imports.columns.heading_matcher import HeadingMatcher
from cxmaturity.files.imports.columns.headings import Headings, find_headings, question_count
from cxmaturity.files.imports.columns.several_rounds import columns_of_several
from cxmaturity.files.imports.faults import Fault
from cxmaturity.files.imports.left_out.kinds import LeftOutRow
from cxmaturity.files.imports.mapping import NO_MAPPING, FileMapping
from cxmaturity.files.imports.opening.raw_table import RawTable, Row, cell_name
from cxmaturity.files.imports.opening.table_reader import MAX_ROWS, FileContent, read_file
from cxmaturity.files.imports.opening.text_encoding import encoding_name
from cxmaturity.files.imports.rows import find_people
from cxmaturity.files.imports.table_shape import inner_headings, second_table_fault, shape_fault, table_above
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.text_cleaning import MAX_NAME_LENGTH, to_one_line, unescape_formula
from cxmaturity.wording.errors import SPLIT_FILE

MAX_ERRORS = 100_000
"""The number of faults after which reading stops."""

_RoleReader = Callable[[str], tuple[Role | None, bool] | Unreadable]


@dataclass(frozen=True, slots=True)
class ValueUse:
    """A text in answer cells: its meaning (None if unread), whether that is a guess, and the number of cells."""

    meaning: Meaning | None
    is_guess: bool
    count: int


@dataclass(frozen=True, slots=True)
class RoleUse:
    """A text in the column of roles: its role, whether it could be read, and whether that is a guess."""

    role: Role | None
    is_read: bool
    is_guess: bool
    count: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The answers of a file and how they were read.

    `people` correspond to `rows`; faulty answers are missing in them. With `is_cut`, reading stopped because of too
    many faults. `several` holds, by heading, the number of different entries in unused columns of teams or rounds that
    have several: all people are read as one round. `numbers` are the different numbers in the answers, lowest first;
    `asks_lowest` tells whether the scale may start at `other_lowest`; `scale` holds the number of each level. `days`
    are the first and the last day in a column of times.
    """

    content: FileContent
    table: RawTable
    headings: Headings
    guessed: Columns
    columns: Columns
    rows: tuple[int, ...]
    people: tuple[RespondentAnswers, ...]
    left_out: tuple[LeftOutRow, ...]
    hidden: tuple[int, ...]
    several: Mapping[str, int]
    values: Mapping[str, ValueUse]
    roles: Mapping[str, RoleUse]
    numbers: tuple[int, ...]
    asks_lowest: bool
    other_lowest: int
    scale: tuple[float, ...]
    faults: tuple[Fault, ...]
    is_cut: bool
    days: tuple[date, date] | None

    @property
    def has_answers(self) -> bool:
        """Whether there is any answer."""
        return any(answer.is_answered for person in self.people for answer in person.answers.values())


def read_answers(name: str, data: bytes, questionnaire: Questionnaire, mapping: FileMapping = NO_MAPPING) -> Reading:
    """Return all answers and faults of a file; raises Refused and ValidationErrors when it contains no table."""
    encoding = encoding_name(mapping.encoding) if mapping.encoding else None
    content = read_file(name, data, encoding, mapping.sheet)
    matcher = HeadingMatcher(questionnaire)
    table = _best_table(content, matcher)
    fault = shape_fault(table.rows, matcher, questionnaire.level_numbers)
    if fault:
        issue = Issue(content.file, f"cell {fault.cell}", fault.problem, fault.fix)
        raise ValidationErrors("The table", [issue])
    headings = find_headings(table.rows, matcher, mapping.header_rows, mapping.first_header_row)
    if headings.start + headings.count >= len(table.rows):
        fix = "Choose the file with the answers that your form tool exported"
        raise Refused("The file has headings, but no row of answers below them.", f"{fix}{_hidden_hint(content)}.")
    row = table.rows[headings.start][0]
    guessed, columns, faults = choose_by_mapping(headings, row, questionnaire, matcher, mapping)
    return _Reader(content, table, headings, guessed, columns, questionnaire, matcher, mapping).read(faults)


def _best_table(content: FileContent, matcher: HeadingMatcher) -> RawTable:
    """Return the table with columns for most questions, among equals the first one with most rows."""
    best: tuple[tuple[int, int], RawTable] | None = None
    for table in content.tables:
        questions = question_count(table.rows, matcher)
        rank = (questions, len(table.rows) if questions else 0)
        if best is None or rank > best[0]:
            best = rank, table
    assert best is not None  # iterating over `tables` raises Refused when there is none
    return best[1]


class _Reader:
    """Reads the rows of one table whose columns are known."""

    def __init__(
        self,
        content: FileContent,
        table: RawTable,
        headings: Headings,
        guessed: Columns,
        columns: Columns,
        questionnaire: Questionnaire,
        matcher: HeadingMatcher,
        mapping: FileMapping,
    ) -> None:
        self._content, self._table, self._headings = content, table, headings
        self._guessed, self._columns = guessed, columns
        self._questionnaire, self._matcher, self._mapping = questionnaire, matcher, mapping
        body = _by_column(table.rows[headings.start + headings.count :])
        everything = set[str]().union(*(body[column] for column in columns.answers.values()))
        # The numbers of all rows decide which rows are people; the numbers of these then decide the scale.
        self._values = FileValues(everything, questionnaire, mapping, content.encoding)
        inner = inner_headings(table.rows[headings.start + headings.count :], headings, columns.answers, matcher)
        self._rows = find_people(table, headings, columns, mapping, inner, self._is_answer)
        if len(self._rows.people) > MAX_ROWS:
            raise Refused(f"The file has more than {MAX_ROWS:,} people.", SPLIT_FILE)
        people = _by_column(self._rows.people)
        self._cells = {q: Counter(people[column]) if people else Counter() for q, column in columns.answers.items()}
        answered = set[str]().union(*self._cells.values())
        self._values = FileValues(answered, questionnaire, mapping, content.encoding)

    def _is_answer(self, column: int, cell: str) -> bool:
        """Return whether a cell can be an answer to the question of its column."""
        asked = next(q for q, place in self._columns.answers.items() if place == column)
        read = AnswerCellReader(self._questionnaire.by_id[asked], self._questionnaire, self._values)
        return not isinstance(read(cell), Unreadable)

    def read(self, heading_faults: Sequence[Fault]) -> Reading:
        """Read the rows and return the result."""
        faults = list(heading_faults)
        faults += [
            Fault(
                f"row {number}",
                "",
                "the spreadsheet hides this row",
                "Say whether hidden rows are read, or show it there",
            )
            for number in self._rows.hidden
        ]
        above = table_above(self._table.rows, self._headings, self._matcher)
        faults += [above] if above and self._mapping.first_header_row is None else []
        faults += [second_table_fault(row.row) for row in self._rows.left_out if row.kind == "table"][:1]
        rows, matcher = self._rows.people, self._matcher
        faults += column_faults(self._table, self._headings, self._columns, self._mapping, rows, matcher)
        readers = [
            QuestionReader(q, self._questionnaire, self._columns, self._values)
            for q in self._questionnaire.questions
            if any(q.id in part for part in columns_by_part(self._columns).values())
        ]
        roles = Counter[str]()
        read_role = cache(partial(values.read_role, mapping=self._mapping))
        people: list[RespondentAnswers] = []
        is_cut = False
        for count, (number, row) in enumerate(self._rows.people, start=1):
            name = self._name(number, row, faults)
            role = self._role(number, row, faults, roles, read_role)
            answers: dict[str, Answer] = {}
            for reader in readers:
                answer, errors = reader[reader.cells(row)]
                if answer is not UNANSWERED:
                    answers[reader.question_id] = answer
                for column, use, unreadable, can_be_open in errors:
                    faults.append(Fault(cell_name(number, column), use, *unreadable, can_be_open))
            people.append(RespondentAnswers(name or f"Respondent {count}", role, answers))
            if len(faults) >= MAX_ERRORS:
                del faults[MAX_ERRORS:]
                is_cut = True
                break
        reading = Reading(
            content=self._content,
            table=self._table,
            headings=self._headings,
            guessed=self._guessed,
            columns=self._columns,
            rows=tuple(number for number, _ in self._rows.people[: len(people)]),
            people=tuple(people),
            left_out=self._rows.left_out,
            hidden=self._rows.hidden,
            several=columns_of_several(self._headings, self._columns, self._rows.people),
            values=self._value_uses(readers),
            roles={value_key(cell): self._role_use(cell, count) for cell, count in roles.items()},
            numbers=self._values.numbers,
            asks_lowest=self._values.is_shifted or self._values.may_be_shifted,
            other_lowest=self._values.other_lowest,
            scale=self._values.scale,
            faults=tuple(faults),
            is_cut=is_cut,
            days=timestamps.answer_days(self._headings, self._rows.people),
        )
        return reading if is_cut else replace(reading, faults=reading.faults + _missing(reading))

    def _name(self, number: int, row: Sequence[str], faults: list[Fault]) -> str:
        parts = []
        for column in self._columns.name_columns:
            problem = values.cell_problem(row[column], self._values.encoding)
            if problem:
                faults.append(Fault(cell_name(number, column), NAME, *problem))
            else:
                parts.append(to_one_line(unescape_formula(row[column])))
        name = " ".join(filter(None, parts))
        if len(name) > MAX_NAME_LENGTH:
            problem = Unreadable(f"the name is longer than {MAX_NAME_LENGTH} characters", "Shorten it")
            faults.append(Fault(cell_name(number, self._columns.name_columns[0]), NAME, *problem))
        return name

    def _role(
        self, number: int, row: Sequence[str], faults: list[Fault], roles: Counter[str], read_role: _RoleReader
    ) -> Role | None:
        column = self._columns.role
        if column is None:
            return None
        cell = row[column]
        role = values.cell_problem(cell, self._values.encoding) or read_role(cell)
        if isinstance(role, Unreadable):
            faults.append(Fault(cell_name(number, column), ROLE, *role))
        if cell and len(cell) <= MAX_NAME_LENGTH and not values.cell_problem(cell):
            roles[cell] += 1
        return None if isinstance(role, Unreadable) else role[0]

    def _role_use(self, cell: str, count: int) -> RoleUse:
        role = values.read_role(cell, self._mapping)
        if isinstance(role, Unreadable):
            return RoleUse(None, False, False, count)
        return RoleUse(role[0], True, role[1], count)

    def _value_uses(self, readers: Sequence["QuestionReader"]) -> dict[str, ValueUse]:
        """Return the meaning of each text in answer cells, most frequent first.

        For a text that is one question's level and elsewhere a word for all questions, the latter is returned, since
        the text of a question's own level takes precedence in any case.
        """
        uses: dict[str, ValueUse] = {}
        of_question: dict[str, bool] = {}
        for reader in readers:
            for cell, count in self._cells.get(reader.question_id, Counter[str]()).items():
                value = reader.read_answer(cell)
                if isinstance(value, Unreadable):
                    key, use, is_of_question = value_key(cell), ValueUse(None, False, count), False
                    if values.cell_problem(cell) or len(cell) > MAX_COMPARED:
                        continue
                else:
                    key, is_of_question = value.text, value.is_of_question
                    use = ValueUse(self._values.meaning(value.answer), value.is_guess, count)
                if not key:
                    continue
                known = uses.get(key)
                if known is None:
                    uses[key], of_question[key] = use, is_of_question
                elif known.meaning is None or (of_question[key] and not is_of_question):
                    uses[key], of_question[key] = replace(use, count=use.count + known.count), is_of_question
                else:
                    uses[key] = replace(known, count=known.count + use.count, is_guess=known.is_guess or use.is_guess)
        return dict(sorted(uses.items(), key=lambda item: -item[1].count))


def _by_column(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    """Return the cells of rows column by column; empty without rows."""
    return list(zip(*(cells for _, cells in rows), strict=True))


def _hidden_hint(content: FileContent) -> str:
    """Return the hint that answers may be in a hidden sheet; empty when no sheet is hidden."""
    if not content.hidden_sheets:
        return ""
    return f"; or show the hidden sheet '{to_one_line(content.hidden_sheets[0])[:40]}' in the spreadsheet program"


def _missing(reading: Reading) -> tuple[Fault, ...]:
    """Return the fault of a file without anything to import."""
    fix = f"Say which column holds which question{_hidden_hint(reading.content)}"
    if not reading.columns.answers:
        if any(fault.use == "heading" for fault in reading.faults):
            return ()  # columns fit questions, and it is asked which of them
        if any(name.isdecimal() for name in reading.headings.names):
            fix += "; or, if its first row has answers, put a row of headings above it"
        if len(reading.headings.names) == 1 and reading.table.sheet is None:
            fix += "; or, if it should have several columns, separate them with commas, semicolons or tabs"
        return (Fault("", "", "no column fits a question", fix),)
    if not reading.people:
        below = [row for row in reading.left_out if row.kind not in ("above", "empty")]
        why = f": row {below[0].row} is left out, {below[0].why}" if below else ""
        return (Fault("", "", f"no row is anybody's answers{why}", "Say which rows are people"),)
    if not reading.has_answers and not reading.faults:
        return (Fault("", "", "there is no answer in the columns that are read", fix),)
    return ()
