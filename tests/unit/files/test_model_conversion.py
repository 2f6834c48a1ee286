"""Models in other formats become valid questionnaires without invented content; all samples here are made up."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
import xlsxwriter

from cxmaturity.errors import Refused, ValidationErrors
from cxmaturity.files.models.conversion import convert_model
from cxmaturity.questionnaire.loading import load_questionnaire
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.scoring.result import score_response
from tests.build import response


def workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]]) -> Path:
    book = xlsxwriter.Workbook(path)
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    book.close()
    return path


def converted(source: Path, form: str) -> Questionnaire:
    """Return the questionnaire made from a source; the written folder loads as an equal one."""
    folder = source.parent / "made"
    questionnaire, _ = convert_model(source, form, folder)
    assert load_questionnaire(folder).digest == questionnaire.digest
    return questionnaire


def faults(source: Path, form: str) -> list[str]:
    with pytest.raises(ValidationErrors) as caught:
        convert_model(source, form, source.parent / "made")
    assert not (source.parent / "made").exists()
    return [f"{issue.place}: {issue.problem}" for issue in caught.value.issues]


class TestPlainTable:
    """A sheet of questions and a sheet of levels, or a CSV file."""

    def test_two_sheets(self, tmp_path: Path) -> None:
        """Names and meanings come from the sheet of levels, statements from the columns of the questions."""
        source = workbook(
            tmp_path / "tea-round.xlsx",
            {
                "Levels": [
                    ["level", "name", "meaning"],
                    [1, "Cold", "Left."],
                    [2, "Warm", ""],
                    [3, "Hot", ""],
                ],
                "Questions": [
                    ["Dimension", "Capability", "Id", "Question", "Weight", "Level 1", "Level 2", "Level 3"],
                    ["Kettle", "Water", "K.1", "Is there water?", 2, "None.", "Some.", "Always."],
                    ["", "", "K.2", "Is it hot?", "", "Never.", "At noon.", "All day."],
                    ["Cups", "", "C.1", "Are there cups?", "", "No cup.", "One each.", "Spare ones."],
                ],
            },
        )
        model = converted(source, "csv")
        assert (model.id, [s.name for s in model.stages]) == ("tea-round", ["Cold", "Warm", "Hot"])
        assert [(d.name, [q.id for q in d.questions]) for d in model.dimensions] == [
            ("Kettle", ["K.1", "K.2"]),
            ("Cups", ["C.1"]),
        ]
        assert model.by_id["K.1"].weight == 2
        assert model.by_id["K.2"].levels == ("Never.", "At noon.", "All day.")
        assert (model.by_id["K.1"].why, model.by_id["K.1"].steps, model.stages[1].meaning) == ("", (), "")

    def test_values_and_shared_levels(self, tmp_path: Path) -> None:
        """A sheet of levels with values: 0 and 1 give a half."""
        source = workbook(
            tmp_path / "shop.xlsx",
            {
                "questions": [["question", "dimension"], ["Is it open?", "Door"], ["Is it lit?", "Door"]],
                "levels": [["text", "value", "threshold"], ["No", 0, 0], ["Partly", 0.25, 0.2], ["Yes", 1, 0.9]],
            },
        )
        model = converted(source, "csv")
        assert list(model.level_numbers) == [0, 0.25, 1]
        assert list(model.thresholds) == [0, 0.2, 0.9]
        measure = score_response(model, response({"Q1": 1, "Q2": 3})).overall
        assert (measure.level, measure.stage) == (0.5, 2)

    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    def test_a_csv_file_with_levels_in_its_columns(self, tmp_path: Path, separator: str) -> None:
        """One file is enough; a byte-order mark and every usual separator are read."""
        rows = [["question", "level 0", "level 1"], ["Is it swept?", "No.", "Yes."], ["Is it dry?", "No.", "Yes."]]
        source = tmp_path / "floor.csv"
        source.write_text("\n".join(separator.join(row) for row in rows), "utf-8-sig")
        model = converted(source, "csv")
        assert ([s.level for s in model.stages], model.level_numbers) == ([0, 1], (0, 1))
        assert [q.id for q in model.questions] == ["Q1", "Q2"]

    @pytest.mark.parametrize(
        "headings", ["Level 1: Low,Level 2: High", "1 - Low,2 - High", "1 Low,2 High", "Low (1),High (2)"]
    )
    def test_levels_named_in_the_headings_of_their_columns(self, tmp_path: Path, headings: str) -> None:
        """Number and name are read in any usual form; numbers alone are levels that have no names."""
        source = tmp_path / "floor.csv"
        source.write_text(f"question,{headings}\nIs it swept?,No.,Yes.\n", "utf-8")
        model = converted(source, "csv")
        assert ([s.name for s in model.stages], model.by_id["Q1"].levels) == (["Low", "High"], ("No.", "Yes."))
        source.write_text("question,1,2\nIs it swept?,No.,Yes.\n", "utf-8")
        questionnaire, _ = convert_model(source, "csv", tmp_path / "numbered")
        assert [s.name for s in questionnaire.stages] == ["Level 1", "Level 2"]

    def test_columns_that_are_not_read_are_named(self, tmp_path: Path) -> None:
        """Statements below headings without numbers are no levels, and are not left out without a word."""
        source = tmp_path / "floor.csv"
        source.write_text("question,Low,High,Empty\nIs it swept?,No.,Yes.,\n", "utf-8")
        _, assumed = convert_model(source, "csv", tmp_path / "made")
        assert assumed[1].startswith("Columns that were not read: 'Low' and 'High'. ")

    def test_practices(self, tmp_path: Path) -> None:
        """Questions assigned to a level are answered No or Yes and give stages from 0."""
        source = tmp_path / "lamp.csv"
        source.write_text("id,question,maturity level\nL1,Is it on?,1\nL2,Is it bright?,2\n", "utf-8")
        model = converted(source, "csv")
        assert model.has_practices
        assert [s.level for s in model.stages] == [0, 1, 2]
        assert score_response(model, response({"L1": 2, "L2": 1})).overall.level == 1

    def test_a_model_without_levels_gets_neutral_ones_and_a_note(self, tmp_path: Path) -> None:
        """A source without levels gets four neutral ones and a sentence that says so."""
        source = tmp_path / "plain.csv"
        source.write_text("question\nIs it there?\nIs it good?\n", "utf-8")
        questionnaire, assumed = convert_model(source, "csv", tmp_path / "made")
        assert [s.name for s in questionnaire.stages] == ["Not yet", "In part", "Largely", "Fully"]
        assert assumed == [
            "The source names no levels, so each question has the same neutral ones: Not yet, In part, Largely, Fully."
        ]

    def test_every_fault_of_the_rows(self, tmp_path: Path) -> None:
        """All faults are listed at once with the row numbers of the spreadsheet, and nothing is written."""
        numbered = tmp_path / "numbered.csv"
        numbered.write_text("question,pulse,level 1,level 3\nIs it swept?,maybe,No.,Yes.\n", "utf-8")
        assert faults(numbered, "csv") == [
            "row 1: the columns of levels are numbered 1 and 3",
            "row 2: 'maybe' is neither yes nor no",
        ]
        source = tmp_path / "bad.csv"
        source.write_text("id,question,weight,level 1,level 2\nA,,1,x,y\nB,Is it?,heavy,x,\n", "utf-8")
        assert faults(source, "csv") == [
            "row 2: there is no question in it",
            "row 3: 'heavy' is no weight",
            "row 3: no text of level 2",
        ]

    @pytest.mark.parametrize(
        ("content", "problems"),
        [
            ('question,dimension\n"Is it?,A\nDo we?,B\n', ["row 2: a quotation mark is without its partner"]),
            ("question,dimension\nIs it, really?,A\n", ["row 2: it has more cells than there are headings"]),
            (f"question\n{'x' * 5_001}\n", ["line 10, Q1.prompt: it is longer than 5,000 characters: it has 5,001"]),
            (f"question\n{'x' * 140_000}\n", ["row 2: a cell is longer than 131,072 characters"]),
            ("question,maturity level\nA?,1.5\nB?,8\n", ["row 2: '1.5' is no level", "row 3: '8' is no level"]),
            ("question,level 1\nA?,x\n", [": the number of its levels is 1"]),
            (
                f"question,{','.join(f'level {n}' for n in range(1, 11))}\nA?{',x' * 10}\n",
                [": the number of its levels is 10"],
            ),
        ],
    )
    def test_nothing_of_a_csv_file_is_lost(self, tmp_path: Path, content: str, problems: list[str]) -> None:
        """Text that would be cut or run together with other questions, and levels that do not fit, are faults."""
        source = tmp_path / "shop.csv"
        source.write_text(content, "utf-8")
        assert all(fault.startswith(start) for fault, start in zip(faults(source, "csv"), problems, strict=True))

    def test_a_file_called_levels_in_utf_16_with_ids_twice(self, tmp_path: Path) -> None:
        """A single table is that of the questions whatever its name; changed ids are named.

        One is also changed where participants' pages have that address.
        """
        source = tmp_path / "service levels.csv"
        source.write_bytes("sep=;\nid;question\nA;Ist es schön?\nA;Is it, really?\ntime;Soon?\n".encode("utf-16"))
        questionnaire, assumed = convert_model(source, "csv", tmp_path / "made")
        assert [(q.id, q.prompt) for q in questionnaire.questions] == [
            ("A", "Ist es schön?"),
            ("A-2", "Is it, really?"),
            ("time-2", "Soon?"),
        ]
        assert "'A' is A-2, 'time' is time-2" in assumed[1]

    def test_no_question_column(self, tmp_path: Path) -> None:
        """A table without questions is refused with what it needs."""
        source = tmp_path / "other.csv"
        source.write_text("name,age\nAna,7\n", "utf-8")
        assert faults(source, "csv") == [": no column is headed 'question'"]


FORM = {
    "survey": [
        ["type", "name", "label::English (en)", "label::Deutsch (de)", "hint::English (en)"],
        ["start", "start", "", "", ""],
        ["begin_group", "bread", "Bread", "Brot", ""],
        ["begin_group", "crust", "Crust", "Kruste", ""],
        ["select_one degree", "b1", "Is it <b>crisp</b>?", "Ist sie knusprig?", "Tap it."],
        ["end_group", "", "", "", ""],
        ["select_one degree", "b2", "Is it fresh?", "Ist es frisch?", ""],
        ["select_one colours", "b3", "Which colour?", "Welche Farbe?", ""],
        ["text", "b4", "Anything else?", "Noch etwas?", ""],
        ["end_group", "", "", "", ""],
    ],
    "choices": [
        ["list_name", "name", "label::English (en)", "label::Deutsch (de)"],
        ["degree", "2", "Often", "Oft"],
        ["degree", "0", "Never", "Nie"],
        ["degree", "1", "At times", "Manchmal"],
        ["degree", "99", "Not applicable", "Entfällt"],
        ["colours", "r", "Red", "Rot"],
        ["colours", "g", "Green", "Grün"],
    ],
    "settings": [["form_title", "form_id", "default_language"], ["Bakery", "bakery_1", "English (en)"]],
}


class TestXlsform:
    """Groups, choices, languages and hints of a form."""

    def test_a_form(self, tmp_path: Path) -> None:
        """Numbered choices are ordered by their numbers and keep them; “does not apply” becomes a choice of its own."""
        questionnaire, assumed = convert_model(workbook(tmp_path / "form.xlsx", FORM), "xlsform", tmp_path / "made")
        assert (questionnaire.title, [d.name for d in questionnaire.dimensions]) == ("Bakery", ["Bread"])
        assert [c.name for c in questionnaire.dimensions[0].capabilities] == ["Crust", "Bread"]
        assert [(s.level, s.name) for s in questionnaire.stages] == [(0, "Never"), (1, "At times"), (2, "Often")]
        first = questionnaire.by_id["b1"]
        assert (first.prompt, first.why, first.may_not_apply) == ("Is it crisp?", "Tap it.", True)
        assert assumed == ["Left out, for they have another number of choices: b3."]
        unanswered = ["degree", "98", "Prefer not to say", "Keine Angabe"]
        german = FORM | {
            "choices": [*FORM["choices"], unanswered],
            "settings": [FORM["settings"][0], ["Bakery", "bakery_1", "Deutsch (de)"]],
        }
        made, _ = convert_model(workbook(tmp_path / "german.xlsx", german), "xlsform", tmp_path / "german")
        assert [s.name for s in made.stages] == ["Nie", "Manchmal", "Oft"]
        assert made.by_id["b1"].may_not_apply

    def test_a_workbook_that_is_no_form(self, tmp_path: Path) -> None:
        """The missing sheets are named."""
        source = workbook(tmp_path / "x.xlsx", {"Sheet1": [["a"], ["b"]]})
        assert faults(source, "xlsform") == [
            ": there is no sheet 'survey' with rows",
            ": there is no sheet 'choices' with rows",
        ]


SAMM = {
    "business_functions/Baking.yml": "id: f1\nname: Baking\norder: 1\ndescription: All of it.\ntype: Function\n",
    "security_practices/B-Dough.yml": "function: f1\nid: p1\nname: Dough\nshortName: DO\norder: 1\ntype: Practice\n",
    "streams/B-DO-A.yml": "practice: p1\nid: s1\nname: Kneading\nletter: A\norder: 1\ntype: Stream\n",
    "streams/B-DO-B.yml": "practice: p1\nid: s2\nname: Resting\nletter: B\norder: 2\ntype: Stream\n",
    "practice_levels/B-DO-1.yml": "practice: p1\nmaturityLevel: m1\nid: l1\ntype: PracticeLevel\n",
    "practice_levels/B-DO-2.yml": "practice: p1\nmaturityLevel: m2\nid: l2\ntype: PracticeLevel\n",
    "activities/B-DO-1-A.yml": "stream: s1\nlevel: l1\nid: 12e4\nbenefit: Even crumb\ntype: Activity\n",
    "activities/B-DO-1-B.yml": "stream: s2\nlevel: l1\nid: a2\nbenefit:\ntype: Activity\n",
    "answer_sets/A.yml": "id: x1\nvalues:\n- text: No\n  value: 0\n- text: Yes, at times\n  value: 0.25\n"
    "- text: Yes, mostly\n  value: 0.5\n- text: Yes, always\n  value: 1\ntype: AnswerSet\n",
    "answer_sets/B.yml": "id: x2\nvalues:\n- text: Yes, all\n  value: 1\n- text: No\n  value: 0\n- text: Yes, some\n"
    "  value: 0.25\n- text: Yes, half\n  value: 0.5\ntype: AnswerSet\n",
    "questions/B-DO-1-A.yml": "activity: 12e4\nanswerSet: x1\nid: q1\ntext: Do you knead?\nquality:\n- Ten minutes\n"
    "- By hand\ntype: Question\n",
    "questions/B-DO-1-B.yml": "activity: a2\nanswerSet: x2\nid: q2\ntext: Does it rest?\nquality:\ntype: Question\n",
}


def samm(folder: Path, **changes: str) -> Path:
    for name, content in (SAMM | changes).items():
        file = folder / "core" / "model" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, "utf-8")
    return folder / "core"


class TestSamm:
    """The published layout of SAMM: files that refer to one another by id."""

    def test_functions_practices_streams_and_answers(self, tmp_path: Path) -> None:
        """An unquoted No stays text, 12e4 an id; criteria become evidence, values those of the answers."""
        model = converted(samm(tmp_path), "samm")
        (practice,) = model.dimensions
        assert ([g.name for g in model.groups], practice.id, practice.group) == (["Baking"], "DO", "Baking")
        assert [c.name for c in practice.capabilities] == ["Dough: Kneading", "Dough: Resting"]
        knead, rest = model.questions
        assert (knead.id, knead.prompt, knead.why, knead.evidence) == (
            "B-DO-1-A",
            "Do you knead?",
            "Even crumb",
            "- Ten minutes\n- By hand",
        )
        assert (rest.why, rest.evidence, rest.levels[0], rest.levels[3]) == ("", "", "No", "Yes, all")
        assert [level.text for level in model.levels] == ["No", "Counts 0.25", "Counts 0.5", "Counts 1"]
        assert [s.threshold for s in model.stages] == [0, 0.5, 1]

    def test_it_scores_as_samm_does(self, tmp_path: Path) -> None:
        """0.5 and 1 have the mean 0.75, which is SAMM's 1.5 of 2 maturity levels: the first is reached."""
        model = converted(samm(tmp_path), "samm")
        overall = score_response(model, response({"B-DO-1-A": 3, "B-DO-1-B": 4})).overall
        assert (overall.level, model.stage(overall.stage or 0).level) == (0.75, 1)

    def test_broken_links_are_named(self, tmp_path: Path) -> None:
        """Each file that refers to an unknown id is named."""
        broken = {"questions/B-DO-1-A.yml": "activity: nobody\nanswerSet: x1\nid: q1\ntext: Do you?\ntype: Question\n"}
        assert faults(samm(tmp_path, **broken), "samm") == ["activity: it leads to no other file"]

    def test_a_folder_of_something_else(self, tmp_path: Path) -> None:
        """A folder without the expected files is refused with what is missing."""
        (tmp_path / "empty").mkdir()
        assert faults(tmp_path / "empty", "samm")[0] == ": there is no security practice in it"


ELEMENTS = [
    {"element_type": "function", "element_identifier": "KT", "title": "KETTLE", "text": "Water is hot."},
    {"element_type": "category", "element_identifier": "KT.WA", "title": "Water", "text": "There is water."},
    {"element_type": "subcategory", "element_identifier": "KT.WA-01", "title": "", "text": "The tap is known"},
    {"element_type": "subcategory", "element_identifier": "KT.WA-02", "title": "", "text": "[Withdrawn: Moved]"},
    {"element_type": "implementation_example", "element_identifier": "KT.WA-01.001", "text": "Label the tap"},
]


class TestCsf:
    """The CSF reference tool's JSON, and the workbook of its core."""

    @pytest.mark.parametrize("depth", [0, 2])
    def test_json(self, tmp_path: Path, depth: int) -> None:
        """Functions become groups, categories dimensions, subcategories questions; withdrawn ones are left out."""
        content: object = {"documents": [{"name": "Tea framework", "version": "2.0"}], "elements": ELEMENTS}
        for name in ("elements", "response")[:depth]:
            content = {name: content}
        source = tmp_path / "tea.json"
        source.write_text(json.dumps(content), "utf-8-sig")
        model = converted(source, "csf")
        assert (model.title, [g.name for g in model.groups]) == ("Tea framework 2.0", ["KETTLE"])
        assert [(d.id, d.name, d.group, d.about) for d in model.dimensions] == [
            ("KT.WA", "Water", "KT", "There is water.")
        ]
        assert [(q.id, q.prompt, q.evidence) for q in model.questions] == [
            ("KT.WA-01", "The tap is known", "- Label the tap")
        ]

    def test_workbook(self, tmp_path: Path) -> None:
        """Headings may stand below title rows; a function or category applies to all rows down to the next."""
        heading = ["Function", "Category", "Subcategory", "Implementation Examples", "Informative References"]
        rows: list[Sequence[object]] = [
            ["The core", "", "", "", ""],
            heading,
            ["KETTLE (KT): Water is hot.", "", "", "", ""],
            ["", "Water (KT.WA): There is water.", "", "", ""],
            ["", "", "KT.WA-01: The tap is known", "Ex1: Label the tap\nEx2: Map it", "x"],
        ]
        model = converted(workbook(tmp_path / "core.xlsx", {"Core": rows}), "csf")
        assert [(q.id, q.evidence) for q in model.questions] == [("KT.WA-01", "- Label the tap\n- Map it")]

    def test_something_else(self, tmp_path: Path) -> None:
        """JSON without subcategories is refused."""
        source = tmp_path / "x.json"
        source.write_text("{}", "utf-8")
        assert faults(source, "csf") == [": there is no subcategory in it, such as PR.AA-01"]


def test_an_existing_folder_is_not_overwritten(tmp_path: Path) -> None:
    """A folder that is not empty is left unchanged."""
    source = tmp_path / "a.csv"
    source.write_text("question\nIs it?\n", "utf-8")
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "mine.txt").write_text("x", "utf-8")
    with pytest.raises(Refused, match="not empty"):
        convert_model(source, "csv", tmp_path / "made")
    assert [file.name for file in (tmp_path / "made").iterdir()] == ["mine.txt"]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A missing file is refused in one sentence."""
    with pytest.raises(Refused, match="cannot be read"):
        convert_model(tmp_path / "no.csv", "csv", tmp_path / "made")
