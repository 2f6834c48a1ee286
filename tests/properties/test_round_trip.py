"""Exported answers are imported unchanged, whatever names and texts they contain."""

import csv
from io import StringIO
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from cxmaturity.answers import MAX_TEXT_LENGTH, UNANSWERED, Answer, EvidenceGrade
from cxmaturity.files.answers_table import RespondentAnswers, answers_csv
from cxmaturity.files.imports.mapping import FileMapping
from cxmaturity.files.imports.reading import read_answers
from cxmaturity.text_cleaning import MAX_NAME_LENGTH, clean_text, to_one_line
from tests.build import assessment, questionnaire
from tests.workbooks import workbook

OF = questionnaire([[1, 1], [1]])

# Starts that a spreadsheet or this program could take for something else, before any text at all.
starts = st.sampled_from(
    ["", "=", "'", "'=", "''-", "+", "@", "\t", "n/a: ", "3", "?", '"', ",", ";\n", "\ufeff", "_x000D_"]
)
texts = st.tuples(starts, st.text(max_size=30)).map(lambda parts: clean_text("".join(parts))[:MAX_TEXT_LENGTH])
written = st.just("") | texts.filter(str.strip)
names = texts.map(lambda text: to_one_line(text)[:MAX_NAME_LENGTH].strip()).filter(to_one_line)
choices: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.builds(dict, level=st.integers(1, OF.scale_max)),
    st.builds(dict, not_applicable=texts.filter(str.strip)),
    st.just({"dont_know": True}),
    st.just({}),
)
grades = st.none() | st.sampled_from(EvidenceGrade)
answers = st.builds(
    lambda choices, **beside: Answer(**choices, **beside),
    choices,
    note=written,
    evidence_grade=grades,
    evidence=written,
).filter(lambda answer: answer != UNANSWERED)
people = st.lists(
    st.builds(
        RespondentAnswers,
        names,
        st.none() | st.sampled_from(["leader", "other"]),
        st.dictionaries(st.sampled_from([q.id for q in OF.questions]), answers),
    ),
    min_size=1,
    max_size=4,
)


def reimported(name: str, content: bytes) -> list[RespondentAnswers]:
    # Names may be equal, or those of a row of totals; such names are not tested here.
    everybody = FileMapping(same_person="all", keep_rows=frozenset(range(100)))
    reading = read_answers(name, content, OF, everybody)
    assert [fault for fault in reading.faults if fault.cell] == []
    return list(reading.people)


@given(people)
@example([RespondentAnswers("'=1+1", None, {"A1": Answer(level=1, note="=HYPERLINK()"), "A2": Answer(note="'=")})])
def test_a_csv_file_brings_back_the_same_people_and_answers(answered: list[RespondentAnswers]) -> None:
    """Names, roles, every kind of answer, notes and evidence, to the letter."""
    assert reimported("answers.csv", answers_csv(assessment(privacy="open"), OF, answered)) == answered


def test_a_workbook_brings_back_the_same() -> None:
    """Also if the export was opened in Excel and saved there, which turns numbers into floats."""
    answered = [
        RespondentAnswers(
            "=Ana", "leader", {"A1": Answer(level=3, note=" =x\n_x000D_ <b>&'"), "A2": Answer(dont_know=True)}
        ),
        RespondentAnswers(
            "Béla 👩\u200d🔧", None, {"B1": Answer(not_applicable=" no: shops", evidence_grade=EvidenceGrade.DOCUMENT)}
        ),
    ]
    rows = csv.reader(StringIO(answers_csv(assessment(privacy="open"), OF, answered).decode("utf-8-sig"), newline=""))
    saved = workbook({"answers": [[float(c) if c.isdigit() else c or None for c in row] for row in rows]})
    assert reimported("answers.xlsx", saved) == answered
