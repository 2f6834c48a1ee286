"""Generated files of answers with the answers in them: reading gives these, or a fault."""

import csv
import html
import re
from dataclasses import dataclass
from functools import cache
from io import StringIO
from random import Random
from typing import Literal

from cxmaturity.answers import Answer
from cxmaturity.errors import CxMaturityError
from cxmaturity.files.imports.mapping import NO_MAPPING, FileMapping
from cxmaturity.files.imports.reading import read_answers
from cxmaturity.questionnaire.loading import load_questionnaire
from cxmaturity.questionnaire.schema import Question, Questionnaire
from tests.build import SHIPPED
from tests.workbooks import Rows, workbook

_NAMES = {
    "utf-8": ["Ana", "Béla", "Zoë", "Łukasz", "山田", "Нина", "Ana-Maria", "O'Neil"],
    "utf-8-sig": ["Ana", "Béla", "Jiří", "Ωmega"],
    "utf-16": ["Ana", "Béla", "山田", "Нина"],
    "cp1252": ["Zoë", "Jürgen", "François", "Ana"],
    "cp1250": ["Łukasz", "Jiří", "Dvořák", "Ana"],
    "cp1251": ["Нина", "Иван", "Пётр", "Анна"],
    "mac_roman": ["Zoë", "Jürgen", "François", "Ana"],
    "cp932": ["山田太郎", "佐藤花子", "鈴木一郎", "高橋"],
}
_NOISE = ["Timestamp", "E-mail", "IP Address", "Duration (in seconds)", "Comments on the form", "ResponseId", "Region"]
_AGREEMENT = ["Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"]
_DONT_KNOW = ["don't know", "Don’t know", "I don't know", "DK", "?", "Not sure", "Can't say"]
_MISSING = ["", "", "", "-", "No answer", "Prefer not to say"]
_NOT_APPLICABLE = ["does not apply", "N/A", "Not applicable", "n.a."]
_GARBAGE = ["6", "9", "maybe", "3.5", "2,7", "#N/A", "3 or 4", "7/10", "-1", "By", "yes", "2026-03-04", "3-4"]

SimpleAnswer = int | str | None
"""What somebody answered: a level, 'dk', 'na', or None for nothing."""


@dataclass(frozen=True)
class Generated:
    """A file, its answers by person, and the choices that a reader needs.

    `is_faulty` is True if a cell was made invalid, so reading must give a fault.
    """

    name: str
    content: bytes
    people: list[dict[str, SimpleAnswer]]
    mapping: FileMapping
    is_faulty: bool


@cache
def questionnaire() -> Questionnaire:
    """Return the shipped questionnaire."""
    return load_questionnaire(SHIPPED)


def generate(seed: int) -> Generated:
    """Return the file with this number, always the same."""
    return _Maker(Random(seed)).make()


def outcome(file: Generated) -> str:
    """Return how a file is read: 'same', 'fault', or 'other' if other answers are read."""
    try:
        reading = read_answers(file.name, file.content, questionnaire(), file.mapping)
    except CxMaturityError:
        return "fault"
    if reading.faults:
        return "fault"
    read = [
        {q: _simple_answer(answer) for q, answer in p.answers.items() if answer.is_answered} for p in reading.people
    ]
    expected = [{q: answer for q, answer in person.items() if answer is not None} for person in file.people]
    # A last line without any answer may be a person or a footer: it is asked about, and no answer is lost.
    is_same = [person for person in read if person] == [person for person in expected if person]
    return "same" if is_same and not file.is_faulty else "other"


def _simple_answer(answer: Answer) -> SimpleAnswer:
    if answer.level is not None:
        return answer.level
    return "na" if answer.not_applicable is not None else "dk" if answer.dont_know else None


class _Maker:
    def __init__(self, random: Random) -> None:
        self.random = random
        count = random.choice([1, 2, 3, 6, 12])
        self.questions = random.sample(questionnaire().questions, count)
        self.encoding = random.choice(list(_NAMES)) if random.random() < 0.6 else "utf-8"
        self.is_workbook = random.random() < 0.15
        self.headings = random.choice(
            ["id", "id text", "text", "html", "dotted", "group", "cut", "bracket", "numbered"]
        )
        self.values = random.choice(
            [
                "number",
                "forms",
                "stage",
                "text",
                "number stage",
                "bracket",
                "code",
                "share",
                "agree",
                "zero",
                "zero told",
            ]
        )

    def make(self) -> Generated:
        random = self.random
        people = [self.person() for _ in range(random.randint(2, 8))]
        if self.values.startswith("zero"):  # at least one lowest and one highest, so that it can be seen
            people[0][self.questions[0].id], people[1][self.questions[0].id] = 1, 5
        columns: list[tuple[str, object]] = [("question", q) for q in self.questions]
        named = random.random() < 0.7
        if named:
            columns.insert(random.choice([0, len(columns)]), ("name", "Name"))
        for heading in random.sample(_NOISE, random.randint(0, 3)):
            columns.insert(random.randint(0, len(columns)), ("noise", heading))
        if random.random() < 0.3:
            columns.insert(0, ("index", ""))
        if random.random() < 0.2:
            place = random.choice([i for i, (kind, _) in enumerate(columns) if kind == "question"])
            columns.insert(place + 1, ("noise", random.choice(["Why?", f"{self.questions[0].id}_First Click"])))
        has_status = random.random() < 0.2
        if has_status:
            columns.insert(0, ("status", "Status"))
        rows = [self.row(columns, n, person) for n, person in enumerate(people)]
        if has_status:
            rows.insert(random.randint(0, len(rows)), self.row(columns, 77, self.person(), status="Survey Preview"))
        is_faulty = random.random() < 0.2 or self.values == "zero"
        if is_faulty and self.values != "zero":
            row = random.choice([r for r in rows if "Survey Preview" not in r])
            row[random.choice([i for i, (kind, _) in enumerate(columns) if kind == "question"])] = random.choice(
                _GARBAGE
            )
        if named and random.random() < 0.15:
            label = random.choice(["Average", "Total", "Mean"])
            rows.append([label if kind == "name" else "3" if kind == "question" else "" for kind, _ in columns])
        if random.random() < 0.1:
            rows.insert(random.randint(1, len(rows)), [""] * len(columns))
        if len(columns) > 2 and random.random() < 0.1:
            rows.append(["Exported on 2 March: all rights reserved"] + [""] * (len(columns) - 1))
        table = [*self.heading_rows(columns), *rows]
        if random.random() < 0.15:
            table = [["Customer survey"], [], *table]
        mapping = FileMapping(lowest=0) if self.values == "zero told" else NO_MAPPING
        return Generated(*self.written(table), people, mapping, is_faulty)

    def person(self) -> dict[str, SimpleAnswer]:
        return {q.id: self.answer(q) for q in self.questions}

    def answer(self, question: Question) -> SimpleAnswer:
        chance = self.random.random()
        if chance < 0.75:
            return self.random.randint(1, 5)
        if chance < 0.83:
            return "dk"
        return "na" if chance < 0.88 and question.may_not_apply else None

    def row(
        self, columns: list[tuple[str, object]], n: int, person: dict[str, SimpleAnswer], status: str = "IP Address"
    ) -> list[str]:
        cells = []
        for kind, what in columns:
            if isinstance(what, Question):
                cells.append(self.cell(what, person[what.id]))
            elif kind == "name":
                cells.append(f"{self.random.choice(_NAMES[self.encoding])} {n}")
            elif kind == "index":
                cells.append(str(n))
            elif kind == "status":
                cells.append(status)
            else:
                cells.append(
                    self.random.choice(["", "x", "3", "2026-03-01 10:00:00", "No, why; really|", '"quoted" text'])
                )
        return cells

    def cell(self, question: Question, answer: SimpleAnswer) -> str:
        random, stages = self.random, questionnaire().stages
        if answer is None:
            return random.choice(_MISSING)
        if not isinstance(answer, int):
            return random.choice(_DONT_KNOW if answer == "dk" else _NOT_APPLICABLE)
        name = stages[answer - 1].name
        match self.values:
            case "forms":
                return random.choice(
                    [
                        f"{answer}",
                        f"{answer},0",
                        f"{answer}.00",
                        f"0{answer}",
                        f" {answer} ",
                        f"{answer}.0",
                        f"'{answer}",
                    ]
                )
            case "stage":
                return random.choice([name, name.upper(), f"{name}."])
            case "text":
                return question.levels[answer - 1]
            case "number stage":
                return random.choice([f"{answer} - {name}", f"{answer}. {name}", f"{answer} {name}", f"Level {answer}"])
            case "bracket":
                return random.choice([f"({answer}) {name}", f"{name} ({answer})", f"[{answer}] {name}"])
            case "code":
                return f"A{answer}"
            case "share":
                return random.choice([f"{answer}/5", f"{answer} of 5", f"{answer} out of 5"])
            case "agree":
                return _AGREEMENT[answer - 1]
            case "zero" | "zero told":
                return str(answer - 1)
            case _:
                return str(answer)

    def heading_rows(self, columns: list[tuple[str, object]]) -> list[list[str]]:
        kind = self.random.random()
        names = [self.heading(what) if isinstance(what, Question) else str(what) for _, what in columns]
        if kind < 0.1:  # Qualtrics
            ids = [what.id if isinstance(what, Question) else str(what) for _, what in columns]
            texts = [what.prompt if isinstance(what, Question) else str(what) for _, what in columns]
            return [ids, texts, [f'{{"ImportId":"QID{n}"}}' for n in range(len(columns))]]
        first = next(i for i, (kind, _) in enumerate(columns) if kind == "question")
        if kind < 0.2 and all(k == "question" for k, _ in columns[first:]):  # SurveyMonkey
            above = [str(what) for _, what in columns[:first]] + ["Please rate each statement:"]
            below = [""] * first + [what.prompt for _, what in columns[first:] if isinstance(what, Question)]
            return [above + [""] * (len(columns) - len(above)), below]
        return [names]

    def heading(self, question: Question) -> str:
        random, text = self.random, question.prompt
        match self.headings:
            case "id":
                return random.choice([question.id, question.id.lower(), f" {question.id} "])
            case "id text":
                return random.choice([f"{question.id}. {text}", f"{question.id} - {text}", f"[{question.id}] {text}"])
            case "html":
                return f"<p>{html.escape(text).replace(' ', '&nbsp;', 1)}</p>"
            case "dotted":
                return re.sub(r"\W", random.choice([".", "_"]), text)
            case "group":
                return f"{random.choice(['people', 'part 1', 'a/b'])}/{question.id}"
            case "cut":
                return f"{text[:45]}…" if len(text) > 46 else text
            case "bracket":
                return f"Please rate [{text}]"
            case "numbered":
                return f"{random.randint(1, 40)}. {text}"
            case _:
                return text.replace("e", "e\u200b", 1) if random.random() < 0.2 else text

    def written(self, table: list[list[str]]) -> tuple[str, bytes]:
        random = self.random
        if self.is_workbook:
            sheets: dict[str, Rows] = {
                "Answers": [[float(c) if re.fullmatch(r"\d", c) else c or None for c in row] for row in table]
            }
            if random.random() < 0.5:
                sheets = {"Read me": [["A survey"], ["of 2024", "x"]], **sheets}
            return "made.xlsx", workbook(sheets)
        written = StringIO()
        delimiter = random.choice([",", ";", "\t", "|"])
        end = random.choice(["\n", "\r\n"])
        quotings: list[Literal[0, 1]] = [csv.QUOTE_MINIMAL, csv.QUOTE_ALL]
        quoting = random.choice(quotings)
        csv.writer(written, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(table)
        text = written.getvalue()
        if random.random() < 0.1:
            text = random.choice([f"sep={delimiter}", f'"sep={delimiter}"']) + end + text
        return "made.csv", text.encode(self.encoding, "replace")
