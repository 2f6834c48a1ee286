"""Reading a questionnaire's folder: a valid one loads completely; faults name file, line, field and fix."""

from pathlib import Path

import pytest

from cxmaturity.errors import Issue, ValidationErrors
from cxmaturity.questionnaire.loading import load_questionnaire, questionnaire_from_canonical
from tests.build import LIVING, edited, write


def faults(folder: Path) -> list[Issue]:
    with pytest.raises(ValidationErrors) as caught:
        load_questionnaire(folder)
    return list(caught.value.issues)


def test_a_sound_folder_loads_whole(tmp_path: Path) -> None:
    """Everything in the files is in the questionnaire, in the same order."""
    living = load_questionnaire(write(tmp_path, LIVING))
    assert (living.id, living.version, living.scale_max) == ("living", "1.0.0", 3)
    assert [s.name for s in living.stages] == ["Bare", "Kept", "Loved"]
    assert (living.caps.practice, living.caps.dimension) == (1, 1)
    assert [d.id for d in living.dimensions] == ["home", "garden"]
    assert [c.id for d in living.dimensions for c in d.capabilities] == ["clean", "warm", "green"]
    assert [q.id for q in living.questions] == ["H1", "H2", "G1"]
    assert [q.id for q in living.pulse] == ["H1"]
    assert [q.weight for q in living.questions] == [2, 1, 1]
    assert [c.id for c in living.claims] == ["c1", "c2", "c3"]
    assert living.sources[0].file == "living.txt"
    assert living.stage(3).meaning == "Friends come to see it."
    assert living.dimension_of["G1"].name == "Garden"


def test_a_step_leads_from_each_level_and_none_from_the_top(tmp_path: Path) -> None:
    """The first step in the file belongs to level 1; the top level has none."""
    dishes = load_questionnaire(write(tmp_path, LIVING)).by_id["H1"]
    first, second = dishes.step_from(1), dishes.step_from(2)
    assert first is not None
    assert second is not None
    assert (first.do, first.ease) == ("Wash one plate", 5)
    assert (second.do, second.ease) == ("Hang up a rota", 4)
    assert dishes.step_from(3) is None


def test_a_variant_changes_only_what_it_words_anew(tmp_path: Path) -> None:
    """Fields that a variant leaves out are those of the question; the same holds for the variant “both”."""
    living = load_questionnaire(write(tmp_path, LIVING))
    dishes = living.by_id["H1"]
    plain = ("They pile up.", "They are done weekly.", "They are done daily.")
    assert dishes.levels_in("flat") == plain
    assert dishes.levels_in("both") == plain
    assert dishes.levels_in("house") == ("Both sinks pile up.", "Both are done weekly.", "Both are done daily.")
    assert dishes.prompt_in("house") == "Are the dishes done?"
    assert dishes.variants["flat"].think_of == "The shared kitchen too"


def test_layout_does_not_change_the_digest(tmp_path: Path) -> None:
    """Comments, the order of fields and variants, and explicit defaults leave the digest unchanged."""
    plain = load_questionnaire(write(tmp_path, LIVING))
    (tmp_path / "other").mkdir()
    flat = '      flat:\n        think_of: "The shared kitchen too"\n'
    house = '      house:\n        levels: ["Both sinks pile up.", "Both are done weekly.", "Both are done daily."]\n'
    laid_out = edited(
        ("model.yaml", 'id: "living"\nversion: "1.0.0"\n', 'version: "1.0.0"  # the first\nid: "living"\n'),
        ("home.yaml", flat + house, house + flat),
        ("garden.yaml", '    claims: ["c3"]\n', '    claims:\n      - "c3"\n    weight: 1\n    pulse: false\n'),
        ("claims.yaml", '"Clean homes are calm."', ">\n      Clean homes\n      are calm.\n"),
    )
    assert load_questionnaire(write(tmp_path / "other", laid_out)).digest == plain.digest


def test_a_changed_text_changes_the_digest(tmp_path: Path) -> None:
    """One letter more gives another digest, so answers keep the questionnaire that they were given to."""
    plain = load_questionnaire(write(tmp_path, LIVING))
    (tmp_path / "other").mkdir()
    changed = load_questionnaire(write(tmp_path / "other", edited(("garden.yaml", "The soil", "The soils"))))
    assert changed.digest != plain.digest


def test_the_archived_text_restores_the_same_questionnaire(tmp_path: Path) -> None:
    """The canonical text stored with an assessment loads as an equal questionnaire with the same digest."""
    plain = load_questionnaire(write(tmp_path, LIVING))
    again = questionnaire_from_canonical(plain.canonical)
    assert again == plain
    assert again.digest == plain.digest


def test_windows_files_load_the_same(tmp_path: Path) -> None:
    """A byte-order mark and carriage returns change nothing."""
    plain = load_questionnaire(write(tmp_path, LIVING))
    (tmp_path / "windows").mkdir()
    windows = {name: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode() for name, text in LIVING.items()}
    assert load_questionnaire(write(tmp_path / "windows", windows)).digest == plain.digest


def test_claims_may_be_left_out(tmp_path: Path) -> None:
    """Without claims.yaml a questionnaire is valid as long as no question cites a claim."""
    files = {n: t for n, t in LIVING.items() if n != "claims.yaml"}
    assert load_questionnaire(write(tmp_path, files)).claims == ()


FORM = {
    "a field given twice": (
        ("home.yaml", '    why: "Ants come."\n', '    why: "Ants come."\n    why: "Flies come."\n'),
        "home.yaml: line 16, H1.why: 'why' is given twice. Keep one of them.",
    ),
    "a field given twice at the top": (
        ("model.yaml", 'title: "Living well"\n', 'title: "Living well"\ntitle: "Living ill"\n'),
        "model.yaml: line 4, title: 'title' is given twice. Keep one of them.",
    ),
    "no without quotes in a text": (
        ("home.yaml", '"The sink"', "no"),
        'home.yaml: line 16, H1.evidence: no without quotes is read as true or false. Write "no" or true/false.',
    ),
    "Yes without quotes as a statement": (
        ("home.yaml", '- "They are done weekly."', "- Yes"),
        'home.yaml: line 29, H1.levels[2]: Yes without quotes is read as true or false. Write "Yes" or true/false.',
    ),
    "on without quotes for true": (
        ("home.yaml", "pulse: true", "pulse: on"),
        'home.yaml: line 19, H1.pulse: on without quotes is read as true or false. Write "on" or true/false.',
    ),
    "true where text belongs": (
        ("home.yaml", '"The cook"', "true"),
        (
            "home.yaml: line 17, H1.ask: true without quotes is read as true or false, not as text. "
            'Write "true" in double quotes.'
        ),
    ),
    "no as a field's name": (
        ("home.yaml", '    why: "Ants come."\n', '    why: "Ants come."\n    no: "x"\n'),
        'home.yaml: line 16, H1.no: the field name no is not text. Write "no" in quotes.',
    ),
    "a whole number where text belongs": (
        ("home.yaml", '"2 min"', "2"),
        (
            "home.yaml: line 33, H1.steps[1].effort: 2 without quotes is read as a number, not as text. "
            'Write "2" in double quotes.'
        ),
    ),
    "a version without quotes": (
        ("model.yaml", '"1.0.0"', "1.0"),
        (
            "model.yaml: line 2, version: 1.0 without quotes is read as a number, not as text. "
            'Write "1.0" in double quotes.'
        ),
    ),
    "a date where text belongs": (
        ("home.yaml", '"The stove draws by November"', "2026-11-01"),
        (
            "home.yaml: line 63, H2.steps[2].worked_if: 2026-11-01 without quotes is read as a date, not as text. "
            'Write "2026-11-01" in double quotes.'
        ),
    ),
    "minutes and seconds where text belongs": (
        ("home.yaml", '"2 min"', "1:30"),
        (
            "home.yaml: line 33, H1.steps[1].effort: 1:30 without quotes is read as a number, not as text. "
            'Write "1:30" in double quotes.'
        ),
    ),
    "null where text belongs": (
        ("garden.yaml", '"The soil"', "null"),
        (
            "garden.yaml: line 13, G1.evidence: null stands where a text belongs. "
            "Write a text instead of null, or take the field out."
        ),
    ),
    "nothing where text belongs": (
        ("garden.yaml", ' "The soil"', ""),
        (
            "garden.yaml: line 13, G1.evidence: an empty value stands where a text belongs. "
            "Write a text instead of null, or take the field out."
        ),
    ),
    "a text of spaces": (
        ("garden.yaml", '"The soil"', '"  "'),
        "garden.yaml: line 13, G1.evidence: it must be text and not empty. Write the text in double quotes.",
    ),
    "fields where text belongs": (
        ("garden.yaml", '"The soil"', '{wet: "yes"}'),
        "garden.yaml: line 13, G1.evidence: it must be text and not empty. Write the text in double quotes.",
    ),
    "a text too long for a screen": (
        ("garden.yaml", '"The soil"', f'"{"x" * 5001}"'),
        "garden.yaml: line 13, G1.evidence: it is longer than 5,000 characters: it has 5,001. Shorten it.",
    ),
    "an id of 81 characters": (
        ("garden.yaml", 'id: "G1"', f'id: "{"g" * 81}"'),
        f"garden.yaml: line 9, {'g' * 81}.id: it is longer than 80 characters: it has 81. Shorten it.",
    ),
    "a control character in a text": (
        ("garden.yaml", '"The soil"', r'"The \a soil"'),
        "garden.yaml: line 13, G1.evidence: it has the character U+0007, which no text may have. Take it out.",
    ),
    "a delete character in a text": (
        ("garden.yaml", '"The soil"', r'"The \x7f soil"'),
        "garden.yaml: line 13, G1.evidence: it has the character U+007F, which no text may have. Take it out.",
    ),
    "a line break in a name": (
        ("garden.yaml", 'name: "Garden"', r'name: "Gar\nden"'),
        "garden.yaml: line 2, name: it has a line break in a one-line text. Write it in one line.",
    ),
    "an id that begins with a dot": (
        ("garden.yaml", 'id: "G1"', 'id: ".G1"'),
        (
            "garden.yaml: line 9, .G1.id: the id begins with '.'. "
            "Begin an id with a letter or a digit, and use letters, digits, '.', '-' and '_' in it."
        ),
    ),
    "an id with a space": (
        ("model.yaml", 'id: "living"', 'id: "living well"'),
        (
            "model.yaml: line 1, id: the id has a blank. "
            "Begin an id with a letter or a digit, and use letters, digits, '.', '-' and '_' in it."
        ),
    ),
    "a version of two numbers": (
        ("model.yaml", '"1.0.0"', '"1.0"'),
        "model.yaml: line 2, version: '1.0' is no version. Write major.minor.patch, such as 1.0.0.",
    ),
    "a language in words": (
        ("model.yaml", 'version: "1.0.0"', 'version: "1.0.0"\nlanguage: "german"'),
        "model.yaml: line 3, language: 'german' is no language tag. Write a language tag, such as en, de or pt-BR.",
    ),
    "an unknown field near a known one": (
        ("home.yaml", "        ease: 5\n", "        ease: 5\n        eaze: 5\n"),
        "home.yaml: line 35, H1.steps[1].eaze: there is no field 'eaze' here. Did you mean 'ease'?",
    ),
    "an unknown field in a variant's wording": (
        ("home.yaml", 'think_of: "The shared', 'thinkof: "The shared'),
        "home.yaml: line 24, H1.variants.flat.thinkof: there is no field 'thinkof' here. Did you mean 'think_of'?",
    ),
    "an unknown field like none": (
        ("model.yaml", "caps:\n", "caps:\n  zzz: 1\n"),
        "model.yaml: line 17, caps.zzz: there is no field 'zzz' here. Remove it.",
    ),
    "a missing field": (
        ("garden.yaml", '    prompt: "Is it watered?"\n', ""),
        "garden.yaml: line 9, G1.prompt: 'prompt' is missing. Add 'prompt'.",
    ),
    "a list where fields belong": (
        ("model.yaml", "caps:\n  practice: 1\n  dimension: 1\n", "caps: [1, 1]\n"),
        "model.yaml: line 16, caps: 'caps' needs a list or fields below it. Indent them under it.",
    ),
    "a text where a list belongs": (
        ("model.yaml", '["home", "garden"]', '"home"'),
        "model.yaml: line 26, dimensions: 'dimensions' needs a list or fields below it. Indent them under it.",
    ),
    "a weight of nothing": (
        ("home.yaml", "weight: 2", "weight: 0"),
        "home.yaml: line 21, H1.weight: it must be above 0, it is 0. Give a number above 0.",
    ),
    "a weight below nothing": (
        ("home.yaml", "weight: 2", "weight: -0.5"),
        "home.yaml: line 21, H1.weight: it must be above 0, it is -0.5. Give a number above 0.",
    ),
    "a weight without end": (
        ("home.yaml", "weight: 2", "weight: .inf"),
        (
            "home.yaml: line 21, H1.weight: .inf is not a number of the right kind. "
            "Write a plain number, without quotes."
        ),
    ),
    "a weight too large for a number": (
        ("home.yaml", "weight: 2", "weight: 1.0e+400"),
        (
            "home.yaml: line 21, H1.weight: 1.0e+400 is not a number of the right kind. "
            "Write a plain number, without quotes."
        ),
    ),
    "a weight that is no number": (
        ("home.yaml", "weight: 2", "weight: .nan"),
        (
            "home.yaml: line 21, H1.weight: .nan is not a number of the right kind. "
            "Write a plain number, without quotes."
        ),
    ),
    "a weight in quotes": (
        ("home.yaml", "weight: 2", 'weight: "2"'),
        "home.yaml: line 21, H1.weight: 2 is not a number of the right kind. Write a plain number, without quotes.",
    ),
    "a cap below nothing": (
        ("model.yaml", "practice: 1", "practice: -1"),
        "model.yaml: line 17, caps.practice: it must be at least 0, it is -1. Give a number that is at least 0.",
    ),
    "a cap beyond any scale": (
        ("model.yaml", "  dimension: 1", "  dimension: 7"),
        "model.yaml: line 18, caps.dimension: it must be at most 6, it is 7. Give a number that is at most 6.",
    ),
    "half a cap": (
        ("model.yaml", "practice: 1", "practice: 1.5"),
        (
            "model.yaml: line 17, caps.practice: 1.5 is not a number of the right kind. "
            "Write a plain number, without quotes."
        ),
    ),
    "an ease below 1": (
        ("home.yaml", "ease: 5", "ease: 0"),
        "home.yaml: line 34, H1.steps[1].ease: it must be at least 1, it is 0. Give a number that is at least 1.",
    ),
    "an ease above 5": (
        ("home.yaml", "ease: 5", "ease: 6"),
        "home.yaml: line 34, H1.steps[1].ease: it must be at most 5, it is 6. Give a number that is at most 5.",
    ),
    "true in quotes": (
        ("home.yaml", "pulse: true", 'pulse: "true"'),
        "home.yaml: line 19, H1.pulse: true is not true or false. Write true or false, without quotes.",
    ),
    "1 for true": (
        ("home.yaml", "pulse: true", "pulse: 1"),
        "home.yaml: line 19, H1.pulse: 1 is not true or false. Write true or false, without quotes.",
    ),
    "an alias that contains itself": (
        ("home.yaml", 'levels: ["Both sinks pile up.",', "levels: &all [*all,"),
        (
            "home.yaml: line 26, H1.variants.house.levels[1]: it contains itself through an alias (*). "
            "Write the value out."
        ),
    ),
}


@pytest.mark.parametrize(("change", "fault"), FORM.values(), ids=FORM)
def test_a_fault_of_form_is_named_exactly(tmp_path: Path, change: tuple[str, str, str], fault: str) -> None:
    """One mistake in a field gives one fault with its place and fix."""
    assert [str(issue) for issue in faults(write(tmp_path, edited(change)))] == [f"living/{fault}"]


WHOLE = {
    "empty": (b"", "line 1", "the file holds no fields", "Write 'field: value' lines"),
    "nothing but a comment": (b"# later\n", "line 1", "the file holds no fields", "Write 'field: value' lines"),
    "no field in its braces": (b"{}\n", "line 1", "the file holds no fields", "Write 'field: value' lines"),
    "a list": (b"- a\n- b\n", "line 1", "the file holds no fields", "Write 'field: value' lines"),
    "a word": (b"garden\n", "line 1", "the file holds no fields", "Write 'field: value' lines"),
    "a bracket left open": (
        b'id: "garden"\nname: ["Garden"\nabout: "Outdoors."\n',
        "line 3, column 1",
        "it is not YAML: did not find expected ',' or ']'",
        "Mend the layout at this place",
    ),
    "a tab for indentation": (
        b'id: "garden"\n\tname: "Garden"\n',
        "line 2, column 1",
        "it is not YAML: found character that cannot start any token",
        "Mend the layout at this place",
    ),
    "an unknown alias": (
        b"id: *nobody\n",
        "line 1, column 5",
        "it is not YAML: found undefined alias",
        "Mend the layout at this place",
    ),
    "not UTF-8": (
        'id: "gärten"\n'.encode("latin-1"),
        "",
        "it cannot be read as UTF-8 text",
        "Save the file as UTF-8",
    ),
    "a raw control character": (
        'id: "garden"\nname: "Gärten"\nabout: "Out\x07doors."\n'.encode(),
        "line 3",
        "the character U+0007 does not belong in a text",
        "Take it out",
    ),
    "brackets without end": (
        b"id: " + b"[" * 100_000,
        "line 1, column 24",
        "it is not YAML: more than 20 lists or fields stand inside one another",
        "Mend the layout at this place",
    ),
}


@pytest.mark.parametrize(("content", "place", "problem", "fix"), WHOLE.values(), ids=WHOLE)
def test_an_unreadable_file_is_one_fault(tmp_path: Path, content: bytes, place: str, problem: str, fix: str) -> None:
    """An unreadable file is reported once, without faults that follow from it (its claims, its id)."""
    assert faults(write(tmp_path, LIVING | {"garden.yaml": content})) == [
        Issue("living/garden.yaml", place, problem, fix)
    ]


@pytest.mark.parametrize("content", [b"", b"{}", b"id: [", b"id: \xff"], ids=["empty", "no fields", "broken", "bytes"])
@pytest.mark.parametrize("file", LIVING)
def test_an_unreadable_file_casts_no_fault_on_the_others(tmp_path: Path, file: str, content: bytes) -> None:
    """For every file, the model's and the claims' included, only that file is named."""
    listed = faults(write(tmp_path, LIVING | {file: content}))
    assert [i.file for i in listed] == [f"living/{file}"]


def test_aliases_that_multiply_are_refused(tmp_path: Path) -> None:
    """Ten aliases of ten aliases of ten … would fill the memory, so the file is refused."""
    lines = ['a0: &a0 ["x", "x", "x", "x", "x", "x", "x", "x", "x", "x"]']
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 9)]
    (fault,) = faults(write(tmp_path, LIVING | {"garden.yaml": "\n".join(lines)}))
    assert fault.file == "living/garden.yaml"
    assert fault.problem == "it is not YAML: aliases (*) make it grow without end"


def test_an_alias_that_ends_is_fine(tmp_path: Path) -> None:
    """A YAML alias that is used a few times is allowed."""
    shared = edited(
        ("home.yaml", 'owner: "Anyone"', 'owner: &who "Anyone"'),
        ("home.yaml", 'owner: "Anyone"\n        worked_if: "The coats', 'owner: *who\n        worked_if: "The coats'),
    )
    assert load_questionnaire(write(tmp_path, shared)).by_id["H2"].steps[0].owner == "Anyone"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """A missing folder is reported as that."""
    folder = tmp_path / "nowhere"
    fix = "Give the folder of a questionnaire, one with a model.yaml"
    assert faults(folder) == [Issue(str(folder), "", "there is no such folder", fix)]


def test_a_folder_without_a_model(tmp_path: Path) -> None:
    """A folder without model.yaml is reported as that."""
    fix = "Give the folder of a questionnaire, one with a model.yaml"
    assert faults(tmp_path) == [Issue(str(tmp_path), "", "it has no model.yaml", fix)]


def test_other_files_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    """Notes, pictures and subfolders cause no faults."""
    folder = write(tmp_path, LIVING | {"README.md": "Notes", "sketch.png": b"\x89PNG"})
    (folder / "old.yaml").mkdir()
    assert load_questionnaire(folder).id == "living"


def test_all_faults_of_all_files_come_at_once_in_reading_order(tmp_path: Path) -> None:
    """The faults of all files are listed together, by file and line."""
    listed = faults(
        write(
            tmp_path,
            edited(
                ("model.yaml", '"1.0.0"', "1.0"),
                ("model.yaml", "practice: 1", "practice: -1"),
                ("home.yaml", 'capability: "clean"', 'capability: "cleen"'),
                ("home.yaml", '      - "They are done weekly."\n', ""),
                ("home.yaml", '"2 min"', "2"),
                ("home.yaml", "ease: 3", "ease: 9"),
                ("garden.yaml", 'why: "Plants drink."', "why: no"),
                ("garden.yaml", "ease: 5", "eaze: 5"),
                ("claims.yaml", '- id: "c3"\n    source: "T1"', '- id: "c3"\n    source: "T9"'),
            ),
        )
    )
    assert [(i.file.removeprefix("living/"), i.place) for i in listed] == [
        ("claims.yaml", "line 15, c3.source"),
        ("garden.yaml", "line 12, G1.why"),
        ("garden.yaml", "line 23, G1.steps[1].eaze"),
        ("home.yaml", "line 5, clean.id"),
        ("home.yaml", "line 13, H1.capability"),
        ("home.yaml", "line 27, H1.levels"),
        ("home.yaml", "line 32, H1.steps[1].effort"),
        ("home.yaml", "line 60, H2.steps[2].ease"),
        ("model.yaml", "line 2, version"),
        ("model.yaml", "line 17, caps.practice"),
    ]


def test_a_fault_reads_as_one_plain_line() -> None:
    """File, place, problem and fix stand on one line, whatever the quoted text contains."""
    assert str(Issue("a.yaml", "line 3, P1.why", "it is empty", "Write it")) == (
        "a.yaml: line 3, P1.why: it is empty. Write it."
    )
    assert str(Issue("a.yaml", "", "no field 'x'", "Did you mean 'y'?")) == "a.yaml: no field 'x'. Did you mean 'y'?"
    assert str(Issue("a", "b", "x\ny\x1b[2J", "z")) == "a: b: x y [2J. z."


def test_the_faults_error_counts_them() -> None:
    """The message of the error says what has faults and how many."""
    one = Issue("a", "b", "c", "d")
    assert str(ValidationErrors("The file", [one])) == "The file has 1 fault. Fix what is listed and try again."
    assert str(ValidationErrors("The file", [one, one])) == "The file has 2 faults. Fix what is listed and try again."


def test_what_a_model_leaves_out_is_empty_and_not_made_up(tmp_path: Path) -> None:
    """Without helps, caps, steps and own statements a question has the model's shared levels and no steps."""
    model = edited(
        ("model.yaml", "caps:\n  practice: 1\n  dimension: 1\n", 'levels: ["No.", "Partly.", "Yes."]\n'),
    )
    model["garden.yaml"] = (
        'id: "garden"\nname: "Garden"\ncapabilities: [{id: "1.green", name: "Green"}]\nquestions:\n'
        '  - id: "1.G-1"\n    capability: "1.green"\n    claims: ["c3"]\n'
        "    prompt: |\n      Is it:\n      - watered?\n      - weeded?\n"
    )
    living = load_questionnaire(write(tmp_path, model))
    question = living.by_id["1.G-1"]
    assert question.prompt == "Is it:\n- watered?\n- weeded?"
    assert (question.why, question.evidence, question.ask, question.steps) == ("", "", "", ())
    assert question.levels == ("No.", "Partly.", "Yes.")
    assert (living.caps.practice, living.caps.dimension) == (6, 6)
    assert question.step_from(1) is not None
    assert question.step_from(3) is None
    assert questionnaire_from_canonical(living.canonical).digest == living.digest


def test_files_with_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    """Windows editors write one."""
    files = {name: b"\xef\xbb\xbf" + text.encode() for name, text in edited().items()}
    assert load_questionnaire(write(tmp_path, files)).id == "living"


@pytest.mark.parametrize(
    ("scale", "problem"),
    [
        ("levels: [{text: 'a', value: 1}, {text: 'b', value: 0}]", "0 is not above 1"),
        ("levels: [{text: 'a', value: 1}, 'b']", "it has no value, and other levels have one"),
        ("levels: [{text: 'a', value: 0}, {text: 'b', value: 1}]", "'threshold' is missing: levels have values"),
        ("levels: ['a', 'b']", "has 2 levels, but 3 stages need 3"),
        ("pass_mark: 1", "only practices, which are questions with a 'level', are passed"),
        ("groups: [{id: 'g', name: 'G'}]", "no dimension belongs to the group 'g'"),
    ],
)
def test_a_scale_that_does_not_fit_together_is_refused(tmp_path: Path, scale: str, problem: str) -> None:
    """Each contradiction is a fault, and the model is not loaded."""
    listed = faults(write(tmp_path, edited(("model.yaml", "caps:", f"{scale}\ncaps:"))))
    assert problem in [issue.problem for issue in listed]
