"""Checks of meaning: ids, references, statements, reachable stages and claims, each with its exact fault."""

from pathlib import Path

import pytest

from cxmaturity.errors import ValidationErrors
from cxmaturity.questionnaire.loading import load_questionnaire
from tests.build import CROSSWALK, GARDEN, LIVING, edited, write


def faults(folder: Path, *, strict: bool = False) -> list[str]:
    """Return the faults of a folder as the lines that are printed, without the folder's name."""
    with pytest.raises(ValidationErrors) as caught:
        load_questionnaire(folder, strict=strict)
    return [str(issue).removeprefix(f"{folder.name}/") for issue in caught.value.issues]


MEANING = {
    "a capability that is not there": (
        [("home.yaml", 'capability: "warm"', 'capability: "warn"')],
        [
            (
                "home.yaml: line 8, warm.id: no question belongs to the capability 'warm'. "
                "Add a question to it or take it out."
            ),
            "home.yaml: line 43, H2.capability: there is no capability 'warn' in this file. Did you mean 'warm'?",
        ],
    ),
    "a capability of another dimension": (
        [("garden.yaml", 'capability: "green"', 'capability: "clean"')],
        [
            (
                "garden.yaml: line 5, green.id: no question belongs to the capability 'green'. "
                "Add a question to it or take it out."
            ),
            (
                "garden.yaml: line 10, G1.capability: there is no capability 'clean' in this file. "
                "Add the capability or name one of this file."
            ),
        ],
    ),
    "a capability given as a list": (
        [("garden.yaml", 'capability: "green"', 'capability: ["green"]')],
        [
            (
                "garden.yaml: line 5, green.id: no question belongs to the capability 'green'. "
                "Add a question to it or take it out."
            ),
            "garden.yaml: line 10, G1.capability: it must be text and not empty. Write the text in double quotes.",
        ],
    ),
    "a claim that is not there": (
        [("home.yaml", 'claims: ["c1"]', 'claims: ["c1", "cc1"]')],
        ["home.yaml: line 18, H1.claims[2]: there is no claim 'cc1'. Did you mean 'c1'?"],
    ),
    "a claim like none": (
        [("home.yaml", 'claims: ["c1"]', 'claims: ["zzz", "c1"]')],
        ["home.yaml: line 18, H1.claims[1]: there is no claim 'zzz'. Add it to claims.yaml."],
    ),
    "a claim without its list": (
        [("home.yaml", 'claims: ["c2"]', "claims:")],
        [
            "home.yaml: line 48, H2.claims: 'claims' needs a list or fields below it. Indent them under it.",
        ],
    ),
    "a question of a framework that is not there": (
        [("crosswalk.yaml", '["H1"]', '["H1", "Z9"]')],
        [
            (
                "crosswalk.yaml: line 8, comfort.parts[1].questions[2]: there is no question 'Z9'. "
                "Name a question of this questionnaire."
            )
        ],
    ),
    "a framework without parts": (
        [("crosswalk.yaml", CROSSWALK.partition("    parts:")[2], " []\n")],
        ["crosswalk.yaml: line 5, comfort.parts: 'parts' needs a list or fields below it. Indent them under it."],
    ),
    "a variant whose name is no id": (
        [("home.yaml", "      flat:\n", "      .st:\n")],
        [
            (
                "home.yaml: line 23, H1.variants..st: the id begins with '.'. "
                "Begin an id with a letter or a digit, and use letters, digits, '.', '-' and '_' in it."
            ),
            "home.yaml: line 23, H1.variants..st: there is no variant '.st'. Add it to 'variants' in model.yaml.",
        ],
    ),
    "a variant that is not there": (
        [("home.yaml", "      flat:\n", "      flaat:\n")],
        ["home.yaml: line 23, H1.variants.flaat: there is no variant 'flaat'. Did you mean 'flat'?"],
    ),
    "a variant like none": (
        [("home.yaml", "      flat:\n", "      tent:\n")],
        ["home.yaml: line 23, H1.variants.tent: there is no variant 'tent'. Add it to 'variants' in model.yaml."],
    ),
    "a variant called both": (
        [("model.yaml", '"house"', '"both"'), ("home.yaml", "      house:\n", "      both:\n")],
        ["model.yaml: line 23, both.id: 'both' already means every variant at once. Choose another id."],
    ),
    "a source that is not there": (
        [("claims.yaml", '- id: "c2"\n    source: "T1"', '- id: "c2"\n    source: "T2"')],
        ["claims.yaml: line 11, c2.source: there is no source 'T2'. Add the source."],
    ),
    "a claim of a dimension that is not there": (
        [("claims.yaml", 'dimension: "garden"', 'dimension: "cellar"')],
        ["claims.yaml: line 16, c3.dimension: there is no dimension 'cellar'. Name one of: home, garden."],
    ),
    "a dimension without its file": (
        [("model.yaml", '["home", "garden"]', '["home", "garden", "cellar"]')],
        [
            (
                "model.yaml: line 26, dimensions[3]: there is no file cellar.yaml. "
                "Add a file cellar.yaml or take the name out."
            )
        ],
    ),
    "a dimension misspelt": (
        [("model.yaml", '["home", "garden"]', '["home", "gardn"]')],
        [
            (
                "garden.yaml: line 1: model.yaml does not name this file. "
                "Add garden to 'dimensions' in model.yaml or remove the file."
            ),
            "model.yaml: line 26, dimensions[2]: there is no file gardn.yaml. Did you mean 'garden'?",
        ],
    ),
    "a dimension whose file says another id": (
        [("garden.yaml", 'id: "garden"', 'id: "yard"')],
        ["garden.yaml: line 1, id: the id is yard, the file's name says garden. Make them the same."],
    ),
    "a dimension named twice": (
        [("model.yaml", '["home", "garden"]', '["home", "garden", "home"]')],
        ["model.yaml: line 26, dimensions[3]: the dimension 'home' is named twice. Name it once."],
    ),
    "a dimension called claims": (
        [("model.yaml", '["home", "garden"]', '["home", "garden", "claims"]')],
        [
            (
                "model.yaml: line 26, dimensions[3]: claims.yaml has its own use, "
                "so no dimension can be called 'claims'. "
                "Choose another id."
            )
        ],
    ),
    "a dimension called model": (
        [("model.yaml", '["home", "garden"]', '["home", "garden", "model"]'), ("model.yaml", '"living"', '"model"')],
        [
            (
                "model.yaml: line 26, dimensions[3]: model.yaml has its own use, "
                "so no dimension can be called 'model'. "
                "Choose another id."
            )
        ],
    ),
    "a question id given as a list": (
        [("home.yaml", 'id: "H1"', 'id: ["H1"]')],
        [
            (
                "crosswalk.yaml: line 8, comfort.parts[1].questions[1]: there is no question 'H1'. "
                "Name a question of this questionnaire."
            ),
            "home.yaml: line 12, questions[1].id: it must be text and not empty. Write the text in double quotes.",
        ],
    ),
    "a question id that is an address of another page": (
        [("garden.yaml", '"G1"', '"review"')],
        ["garden.yaml: line 9, review.id: 'review' is the address of another page. Choose another id."],
    ),
    "a question id that is the heading of another column": (
        [("garden.yaml", '"G1"', '"role"')],
        [
            (
                "garden.yaml: line 9, role.id: 'role' is the heading of another column in tables of answers. "
                "Choose another id."
            )
        ],
    ),
    "a dimension called as the level of all": (
        [("home.yaml", 'name: "Home"', 'name: "overall"')],
        ["home.yaml: line 2, name: 'overall' is the name of the level of all dimensions. Choose another name."],
    ),
    "a question id used twice in a file": (
        [("home.yaml", '- id: "H2"', '- id: "H1"')],
        ["home.yaml: line 42, H1.id: the question id 'H1' is used before, in home.yaml. Give each its own id."],
    ),
    "a question id used in another file": (
        [("garden.yaml", '- id: "G1"', '- id: "H2"')],
        ["garden.yaml: line 9, H2.id: the question id 'H2' is used before, in home.yaml. Give each its own id."],
    ),
    "a capability id used in another file": (
        [
            ("garden.yaml", '- id: "green"', '- id: "warm"'),
            ("garden.yaml", 'capability: "green"', 'capability: "warm"'),
        ],
        [
            (
                "garden.yaml: line 5, warm.id: the capability id 'warm' is used before, in home.yaml. "
                "Give each its own id."
            )
        ],
    ),
    "a capability name used in another file": (
        [("garden.yaml", 'name: "Green"', 'name: "Warm"')],
        [
            (
                "garden.yaml: line 6, green.name: the capability name 'Warm' is used before, in home.yaml. "
                "Give each its own name."
            )
        ],
    ),
    "a dimension name used twice": (
        [("garden.yaml", 'name: "Garden"', 'name: "Home"')],
        ["garden.yaml: line 2, name: the dimension name 'Home' is used before, in home.yaml. Give each its own name."],
    ),
    "a claim id used twice": (
        [("claims.yaml", '- id: "c2"', '- id: "c1"'), ("home.yaml", '["c2"]', '["c1"]')],
        [
            "claims.yaml: line 6, c1.id: the claim id 'c1' is used twice. Give each its own.",
            "claims.yaml: line 10, c1.id: the claim id 'c1' is used twice. Give each its own.",
        ],
    ),
    "a source id used twice": (
        [("claims.yaml", "claims:\n", '  - id: "T1"\n    title: "More"\n    file: "more.txt"\nclaims:\n')],
        [
            "claims.yaml: line 2, T1.id: the source id 'T1' is used twice. Give each its own.",
            "claims.yaml: line 5, T1.id: the source id 'T1' is used twice. Give each its own.",
        ],
    ),
    "a variant id used twice": (
        [
            ("model.yaml", '- id: "house"', '- id: "flat"'),
            ("home.yaml", "      house:\n        levels: [", "        levels: ["),
        ],
        [
            "model.yaml: line 20, flat.id: the variant id 'flat' is used twice. Give each its own.",
            "model.yaml: line 23, flat.id: the variant id 'flat' is used twice. Give each its own.",
        ],
    ),
    "a stage name used twice": (
        [("model.yaml", 'name: "Loved"', 'name: "Bare"')],
        [
            "model.yaml: line 8, stages[1].name: the stage name 'Bare' is used twice. Give each its own.",
            "model.yaml: line 14, stages[3].name: the stage name 'Bare' is used twice. Give each its own.",
        ],
    ),
    "a gap in the numbers of the stages": (
        [("model.yaml", "level: 3", "level: 4")],
        [
            (
                "model.yaml: line 13, stages[3].level: stage 4 stands where stage 3 belongs, "
                "so a stage could never be reached. "
                "Number the stages 1, 2, 3 … without a gap."
            )
        ],
    ),
    "stages from the top down": (
        [("model.yaml", "level: 3", "level: 1"), ("model.yaml", "level: 1", "level: 3")],
        [
            (
                "model.yaml: line 7, stages[1].level: stage 3 stands where stage 1 belongs, "
                "so a stage could never be reached. "
                "Number the stages 1, 2, 3 … without a gap."
            ),
            (
                "model.yaml: line 13, stages[3].level: stage 1 stands where stage 3 belongs, "
                "so a stage could never be reached. "
                "Number the stages 1, 2, 3 … without a gap."
            ),
        ],
    ),
    "a statement too few": (
        [("garden.yaml", '      - "Before it wilts."\n', "")],
        [
            (
                "garden.yaml: line 16, G1.levels: needs 3 statements for 3 stages, has 2, "
                "so stage 3 could never be reached. "
                "Write the missing statements, lowest level first."
            )
        ],
    ),
    "a statement too many": (
        [("garden.yaml", '      - "Before it wilts."\n', '      - "Before it wilts."\n      - "By itself."\n')],
        ["garden.yaml: line 16, G1.levels: has 4 statements, but 3 stages need 3. Take out what is too many."],
    ),
    "a statement too few in a variant": (
        [("home.yaml", ', "Both are done daily."]', "]")],
        [
            (
                "home.yaml: line 26, H1.variants.house.levels: needs 3 statements for 3 stages, has 2, "
                "so stage 3 could never be reached. "
                "Write the missing statements, lowest level first."
            )
        ],
    ),
    "a step too few": (
        [("garden.yaml", GARDEN[GARDEN.index('      - do: "Lay a hose"') :], "")],
        [
            (
                "garden.yaml: line 20, G1.steps: needs 2 steps for 3 stages, has 1. "
                "Write the missing steps, lowest level first."
            )
        ],
    ),
    "the same statement twice": (
        [("garden.yaml", '"Before it wilts."', '" when IT wilts. "')],
        ["garden.yaml: line 19, G1.levels[3]: it says the same as statement 2. Make each level differ."],
    ),
    "the same statement twice after one that is no text": (
        [("garden.yaml", '"When it rains."', "1"), ("garden.yaml", '"Before it wilts."', '"When it wilts."')],
        [
            (
                "garden.yaml: line 17, G1.levels[1]: 1 without quotes is read as a number, not as text. "
                'Write "1" in double quotes.'
            ),
            "garden.yaml: line 19, G1.levels[3]: it says the same as statement 2. Make each level differ.",
        ],
    ),
    "the same statement twice in a variant": (
        [("home.yaml", '"Both are done daily."', '"Both sinks pile up."')],
        ["home.yaml: line 26, H1.variants.house.levels[3]: it says the same as statement 1. Make each level differ."],
    ),
}


@pytest.mark.parametrize(("changes", "expected"), MEANING.values(), ids=MEANING)
def test_a_fault_of_meaning_is_named_exactly(
    tmp_path: Path, changes: list[tuple[str, str, str]], expected: list[str]
) -> None:
    """Each mistake gives its own faults and no others, in file order."""
    assert faults(write(tmp_path, edited(*changes))) == expected


COVERAGE = {
    "a claim no question covers": (
        [("home.yaml", 'claims: ["c2"]', 'claims: ["c1"]')],
        ["claims.yaml: line 10, c2.id: no question covers the claim 'c2'. Cite it in a question or take it out."],
    ),
    "a question that cites nothing": (
        [("home.yaml", '    claims: ["c2"]\n', ""), ("home.yaml", 'claims: ["c1"]', 'claims: ["c1", "c2"]')],
        ["home.yaml: line 42, H2.claims: the question cites no claim. Name at least one of claims.yaml."],
    ),
    "a question that cites an empty list": (
        [("home.yaml", 'claims: ["c2"]', "claims: []"), ("home.yaml", 'claims: ["c1"]', 'claims: ["c1", "c2"]')],
        ["home.yaml: line 48, H2.claims: the question cites no claim. Name at least one of claims.yaml."],
    ),
    "a part of a framework without question or gap": (
        [("crosswalk.yaml", '        questions: ["H1"]\n', "")],
        [
            (
                "crosswalk.yaml: line 6, comfort.parts[1]: it names no question and does not say what is missing. "
                "Name the questions that speak to it, or say what is missing."
            )
        ],
    ),
}


@pytest.mark.parametrize(("changes", "expected"), COVERAGE.values(), ids=COVERAGE)
def test_claims_and_frameworks_are_covered_where_it_is_asked_for(
    tmp_path: Path, changes: list[tuple[str, str, str]], expected: list[str]
) -> None:
    """Whoever adds a question, or leaves one out, can trace it to no claim of others: only `--strict` requires it."""
    folder = write(tmp_path, edited(*changes))
    assert faults(folder, strict=True) == expected
    assert load_questionnaire(folder).id == "living"


def test_a_file_the_model_does_not_name(tmp_path: Path) -> None:
    """A dimension file that model.yaml does not list is a fault."""
    cellar = GARDEN.replace('"garden"', '"cellar"').replace('"green"', '"dark"').replace('"G1"', '"K1"')
    fix = "Add cellar to 'dimensions' in model.yaml or remove the file."
    assert faults(write(tmp_path, LIVING | {"cellar.yaml": cellar})) == [
        f"cellar.yaml: line 1: model.yaml does not name this file. {fix}"
    ]


def test_a_file_that_ends_in_yml(tmp_path: Path) -> None:
    """A dimension file with the wrong ending is a fault whose fix names the right one."""
    files = {("garden.yml" if n == "garden.yaml" else n): t for n, t in LIVING.items()}
    fix = "Add a file garden.yaml or take the name out."
    assert faults(write(tmp_path, files)) == [
        "garden.yml: line 1: the file's name ends in .yml, not .yaml. Rename it garden.yaml.",
        f"model.yaml: line 26, dimensions[2]: there is no file garden.yaml. {fix}",
    ]


def test_claims_in_a_file_that_ends_in_yml(tmp_path: Path) -> None:
    """A claims file with this ending is not read as a dimension."""
    files = {("claims.yml" if n == "claims.yaml" else n): t for n, t in LIVING.items()}
    assert faults(write(tmp_path, files)) == [
        "claims.yml: line 1: the file's name ends in .yml, not .yaml. Rename it claims.yaml."
    ]


def test_a_dimension_that_cannot_be_read_does_not_leave_its_claims_uncovered(tmp_path: Path) -> None:
    """An unreadable dimension file does not also report its claims as uncited."""
    (fault,) = faults(write(tmp_path, LIVING | {"garden.yaml": "garden: ["}))
    assert fault.startswith("garden.yaml: ")


def test_claims_without_their_list_do_not_fault_every_citation(tmp_path: Path) -> None:
    """A claims file without claims is one fault, not one for each citation."""
    claims = 'sources:\n  - id: "T1"\n    title: "x"\n    file: "y"\n'
    assert faults(write(tmp_path, LIVING | {"claims.yaml": claims})) == [
        "claims.yaml: line 1, claims: 'claims' is missing. Add 'claims'."
    ]
