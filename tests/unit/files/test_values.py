"""The meaning of a cell: every way to write an answer is read, and nothing ambiguous is guessed."""

import json

import pytest

from cxmaturity.answers import UNANSWERED, Answer, EvidenceGrade
from cxmaturity.files.imports.cells.file_values import FileValues, Unreadable
from cxmaturity.files.imports.cells.values import (
    MAX_COMPARED_CELLS,
    UNSTATED_REASON,
    AnswerCellReader,
    read_grade,
    read_role,
)
from cxmaturity.files.imports.mapping import NO_MAPPING, FileMapping
from cxmaturity.files.imports.opening.raw_table import NO_VALUE, error_cell, merged_cell
from cxmaturity.questionnaire.loading import load_questionnaire
from cxmaturity.questionnaire.schema import Question, Questionnaire
from tests.build import SHIPPED, TINY, equal

CX = load_questionnaire(SHIPPED)
P1 = CX.by_id["P1"]
MAY_NOT = next(q for q in CX.questions if q.may_not_apply)
TELL = (
    "Write 1 to 5, the name of a stage ('By design'), or 'don't know'; or leave it empty; "
    "or say for the whole file what it means"
)


def read(
    cell: str,
    *others: str,
    question: Question = P1,
    model: Questionnaire = CX,
    mapping: FileMapping = NO_MAPPING,
) -> Answer | Unreadable:
    """Return the meaning of a cell in a file that also holds `others`."""
    value = AnswerCellReader(question, model, FileValues([cell, *others], model, mapping))(cell)
    return value if isinstance(value, Unreadable) else value.answer


def is_guess(cell: str, *others: str) -> bool:
    value = AnswerCellReader(P1, CX, FileValues([cell, *others], CX))(cell)
    return not isinstance(value, Unreadable) and value.is_guess


def p1(cell: str) -> Answer | Unreadable:
    return read(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "3", " 3 ", "3.0", "3,0", "3.00", "03", "'3", "３", "٣", "\u00a03\u200b", "3.000000", "Level 3", "stage 3",
        "By design", "by  DESIGN", "By design.", "3 - By design", "3 By design", "3. By design", "3 · By design",
        "3 – By design",
        P1.levels[2], P1.levels[2].upper(), P1.levels[2].rstrip("."), f"3: {P1.levels[2]}",
        f"3 · By design. {P1.levels[2]}", P1.levels[2].replace("Named", "Some named").replace("hours", "hour"),
    ],
)  # fmt: skip
def test_a_level_is_its_number_its_stage_or_its_text(cell: str) -> None:
    """Or any combination of them."""
    assert p1(cell) == Answer(level=3)


def test_every_levels_text_of_every_question_in_every_wording() -> None:
    """The text of each level is read as that level and no other."""
    for model in (CX, load_questionnaire(TINY)):
        for question in model.questions:
            for variant in ("both", *question.variants):
                texts = question.levels_in(variant)
                results = [read(text, question=question, model=model) for text in texts]
                assert results == [Answer(level=k) for k in range(1, model.scale_max + 1)]


@pytest.mark.parametrize(
    "cell",
    [
        "don't know",
        "Don’t know",
        "dont know",
        "DO NOT KNOW",
        "I don't know",
        "?",
        " ? ",
        "Not sure.",
        "DK",
        "Can’t say",
    ],
)
def test_dont_know(cell: str) -> None:
    """Every common wording of “don't know” is read as that answer."""
    assert p1(cell) == Answer(dont_know=True)


@pytest.mark.parametrize(
    "cell",
    [
        "",
        " ",
        "\t\n",
        "\x00",
        "\u00a0",
        "\u200b",
        "-",
        "–",
        "NA",
        "<NA>",
        "No answer",
        "Prefer not to say",
        "k.A.",
        ".",
    ],
)
def test_words_for_unanswered(cell: str) -> None:
    """Every word by which a tool marks a blank is read as unanswered, not as a low level or “don't know”."""
    assert p1(cell) is UNANSWERED


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("does not apply", UNSTATED_REASON),
        ("N/A", UNSTATED_REASON),
        ("Not applicable:", UNSTATED_REASON),
        ("does not apply: we have no shops", "we have no shops"),
        ("n/a:none: at all", "none: at all"),
        ("DOES NOT APPLY:  two\nlines", " two\nlines"),
    ],
)
def test_does_not_apply_with_its_reason(cell: str, reason: str) -> None:
    """The text after the colon is the reason, unchanged; without one, the cell's own words."""
    assert read(cell, question=MAY_NOT) == Answer(not_applicable=reason)


@pytest.mark.parametrize("cell", ["does not apply: no shops", "n/a"])
def test_a_question_that_applies_to_everyone(cell: str) -> None:
    """“Does not apply” is a fault there."""
    assert not P1.may_not_apply
    assert p1(cell) == Unreadable(
        f"'{cell.partition(':')[0]}': this question applies to everyone",
        "Leave it open, or write a level from 1 to 5 or 'don't know'",
    )


@pytest.mark.parametrize("cell", ["-1", "99", "Level 7", "12 months", "A6"])
def test_a_number_off_the_scale_is_a_fault(cell: str) -> None:
    """A number off the questionnaire's scale is a fault; it can be declared to mean no answer."""
    fix = "Write a whole number from 1 to 5"
    if cell in ("-1", "99"):
        fix += "; or say for the whole file what it means, if it stands for no answer"
    assert p1(cell) == Unreadable(f"'{cell}' is not on the scale from 1 to 5", fix)


def test_a_scale_from_below_is_asked_for_and_never_shifted_in_silence() -> None:
    """The fault names the file's lowest and highest value.

    Once 0 is declared the lowest, all numbers are raised by one.
    """
    asked = Unreadable(
        "'0' is not on the scale from 1 to 5; the file has values from 0 to 4",
        "Is 0 the lowest level in this file? Then say so; else write 1 to 5",
    )
    assert read("0", "4", "2") == asked
    assert read("4", "0") == Answer(level=4)
    mapping = FileMapping(lowest=0)
    assert [read(c, mapping=mapping) for c in ("0", "4", "2,0")] == [Answer(level=n) for n in (1, 5, 3)]
    assert isinstance(read("5", mapping=mapping), Unreadable)


def test_levels_that_count_less_than_one() -> None:
    """A model's values are read in any number format; levels keep their places on the scale."""
    quarters = (("No", 0.0), ("Some", 0.25), ("Half", 0.5), ("Most", 1.0))
    levels = [{"text": text, "value": value} for text, value in quarters]
    model = equal(1, scale_max=4)
    model = type(model).model_validate_json(json.dumps(json.loads(model.canonical) | {"levels": levels}))
    question = model.questions[0]
    results = [read(c, question=question, model=model) for c in ("0", "0.25", "0,5", "1,0", "most")]
    assert results == [Answer(level=n) for n in (1, 2, 3, 4, 4)]
    problem = read("0.75", question=question, model=model)
    assert problem == Unreadable("'0.75' is not on the scale from 0 to 1", "Write one of 0, 0.25, 0.5, 1")


def test_a_scale_of_seven_is_never_guessed() -> None:
    """Neither its numbers nor its words; their meanings can be declared."""
    problem = read("7", "1", "4")
    assert isinstance(problem, Unreadable)
    assert problem.fix == "If this file has a scale of its own, say what each of its values means; else write 1 to 5"
    assert isinstance(read("Agree", "Somewhat agree"), Unreadable)
    assert isinstance(read("Slightly disagree", "Strongly agree"), Unreadable)
    seven = FileMapping(values={"7": 5, "4": 3, "Somewhat agree": 4, "x": "missing"})
    assert [read(c, mapping=seven) for c in ("7", " 4 ", "Somewhat agree")] == [Answer(level=n) for n in (5, 3, 4)]
    assert read("x", mapping=seven) is UNANSWERED


@pytest.mark.parametrize(
    ("cell", "level"),
    [
        ("A3", 3), ("AO03", 3), ("3 - Neutral", 3), ("3: fine", 3), ("(3) Fine", 3), ("[3] Fine", 3), ("Fine (3)", 3),
        ("3 (fine)", 3), ("(3)", 3), ("3.", 3),
        ("3/5", 3), ("3 of 5", 3), ("3 out of 5", 3), ("Strongly disagree", 1), ("Disagree", 2), ("Neutral", 3),
        ("Agree", 4), ("Completely agree", 5), ("5 - Strongly agree", 5),
    ],
)  # fmt: skip
def test_other_tools_ways_are_guessed(cell: str, level: int) -> None:
    """They are marked as guesses, which a person sees before the import."""
    assert read(cell) == Answer(level=level)
    assert is_guess(cell)


def test_agreement_with_somewhat_is_guessed_only_where_it_is_of_five() -> None:
    """“Somewhat agree” is guessed only if both sides occur and no plain “agree”, as in one tool's scale of five."""
    others = ("Somewhat disagree", "Somewhat agree", "Strongly agree")
    assert read("Somewhat agree", *others) == Answer(level=4)
    assert isinstance(read("Somewhat agree", "Strongly agree"), Unreadable)


@pytest.mark.parametrize("cell", ["1 - Strongly agree", "(5) Disagree"])
def test_a_reversed_scale_is_a_fault(cell: str) -> None:
    """The number and the words of a cell name different levels."""
    problem = read(cell)
    assert isinstance(problem, Unreadable)
    assert "by its number" in problem.problem


def test_a_levels_text_that_was_cut_is_guessed() -> None:
    """If it is the beginning of that level's text alone."""
    assert read(P1.levels[2][:50]) == read(f"{P1.levels[2][:50]}…") == Answer(level=3)
    assert is_guess(P1.levels[2][:50])
    assert isinstance(read(P1.levels[2][:15]), Unreadable)
    assert read("By design - 3") == Answer(level=3)
    assert isinstance(read("Rating - 3"), Unreadable)


def test_codes_of_two_kinds_are_not_guessed() -> None:
    """A3 beside B2 is not read as a scale."""
    assert isinstance(read("A3", "B2"), Unreadable)


def test_a_levels_own_text_comes_first() -> None:
    """It wins over the words for “don't know” and “does not apply”, and over meanings declared for the file."""
    model = equal(1, scale_max=4)
    texts = ("Not sure", "2 of 4", "None", "4")
    question = model.questions[0].model_copy(update={"levels": texts})
    results = [read(t, question=question, model=model) for t in ("not sure", "2 of 4", "None.", "4")]
    assert results == [Answer(level=n) for n in (1, 2, 3, 4)]
    mapping = FileMapping(values={"Not sure": "missing"})
    assert read("Not sure", question=question, model=model, mapping=mapping) == Answer(level=1)
    assert read("Not sure", mapping=mapping) is UNANSWERED


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        (error_cell("#N/A"), "it holds the error #N/A"),
        (NO_VALUE, "it holds a formula whose result is not in the file"),
        (merged_cell("B2"), "it is merged with cell B2"),
        ("#DIV/0!", "it holds the error #DIV/0!"),
        ("#N/A", "it holds the error #N/A"),
        ("Zo\udceb", "it holds the byte EB, which is no character in this encoding"),
        ("2026-03-05", "'2026-03-05' is a date, not an answer"),
        ("3.5.2026", "'3.5.2026' is a date, not an answer"),
    ],
)
def test_a_cell_without_text_is_a_fault(cell: str, problem: str) -> None:
    """A cell without text is a fault unless such cells are declared unanswered."""
    result = p1(cell)
    assert isinstance(result, Unreadable)
    assert result.problem == problem
    assert read(cell, mapping=FileMapping(unreadable="missing")) is UNANSWERED
    assert read(cell, mapping=FileMapping(unreadable="dont_know")) == Answer(dont_know=True)


@pytest.mark.parametrize("cell", ["3.5", "2,7", ".5", "1.000", "1,000"])
def test_a_fraction_is_a_fault(cell: str) -> None:
    """A fraction is a fault and is not rounded."""
    assert p1(cell) == Unreadable(f"'{cell}' is not a whole number", "Write a whole number from 1 to 5")


@pytest.mark.parametrize("cell", ["3 - By nature", f"3. {P1.levels[4]}"])
def test_number_and_words_that_disagree(cell: str) -> None:
    """A cell whose number and words name different levels is a fault."""
    unreadable = p1(cell)
    assert isinstance(unreadable, Unreadable)
    assert unreadable.problem.endswith("is level 3 by its number, 5 by its words")
    assert unreadable.fix == "Write one of the two"


@pytest.mark.parametrize(
    "cell", ["3 or 4", "3-4", "7/10", "yes", "By", "<b>3</b>", "1e0", "+3", "3\ufe0f\u20e3", "3%", "9" * 5000]
)
def test_an_unreadable_cell_is_quoted(cell: str) -> None:
    """The fault quotes the cell, shortened if it is long."""
    quoted = cell if len(cell) <= 60 else "9" * 59 + "…"
    assert p1(cell) == Unreadable(f"'{quoted}' is no answer to this question", TELL)


def test_a_cell_between_two_levels_texts_is_neither() -> None:
    """A text similar to two levels is ambiguous, and so are two levels with the same text."""
    model = equal(1, scale_max=2)
    texts = (
        "Every team has one person who looks after it each week.",
        "Every team has two person who looks after it each week.",
    )
    question = model.questions[0].model_copy(update={"levels": texts})
    assert [read(text, question=question, model=model) for text in texts] == [Answer(level=1), Answer(level=2)]
    between = "Every team has a person who looks after it each week."
    assert isinstance(read(between, question=question, model=model), Unreadable)
    question = model.questions[0].model_copy(update={"levels": ("The same.", "The same.")})
    assert isinstance(read("The same.", question=question, model=model), Unreadable)


def test_comparing_texts_ends_after_so_many() -> None:
    """A column of essays is compared only up to a limit, because each comparison is slow.

    Exact texts are always read.
    """
    reader = AnswerCellReader(P1, CX, FileValues([], CX))
    alike = P1.levels[2].replace("hours", "hour")
    assert all(isinstance(reader(f"Essay {n}"), Unreadable) for n in range(MAX_COMPARED_CELLS))
    assert isinstance(reader(alike), Unreadable)
    assert not isinstance(reader(P1.levels[2]), Unreadable)


@pytest.mark.parametrize("cell", ["leader", "Yes", "TRUE", "I lead people", "1"])
def test_a_leader(cell: str) -> None:
    """The role “leader”: our own word, or yes to the question whether one leads people."""
    assert read_role(cell) == ("leader", False)


@pytest.mark.parametrize("cell", ["Other", "no", "false", "0"])
def test_anyone_else(cell: str) -> None:
    """The role “other”: our own word, or no to that question."""
    assert read_role(cell) == ("other", False)


@pytest.mark.parametrize(
    ("cell", "role"), [("Manager", "leader"), ("Team lead", "leader"), ("Individual contributor", "other")]
)
def test_other_words_for_roles_are_guessed(cell: str, role: str) -> None:
    """They are marked as guesses, and can be declared once for the file."""
    assert read_role(cell) == (role, True)
    assert read_role(cell, FileMapping(roles={cell: None})) == (None, False)


def test_a_role_may_be_left_open_but_not_be_another() -> None:
    """A blank is no role; an unknown word is a fault."""
    assert read_role(" ") == read_role("-") == (None, False)
    assert read_role("Wizard") == Unreadable(
        "'Wizard' is no role", "Write 'leader' or 'other', or leave it empty; or say what it means"
    )
    assert read_role("Wizard", FileMapping(roles={"Wizard": "other"})) == ("other", False)


def test_evidence_grades() -> None:
    """By number, name or words; any other text is a fault that lists the grades."""
    assert [read_grade(c) for c in ("0", "An example", "document", "3.0", "'Seen by a second person'")] == [
        0,
        1,
        2,
        3,
        3,
    ]
    assert read_grade("opinion") is EvidenceGrade.OPINION
    assert read_grade("") is None
    unreadable = read_grade("4")
    assert isinstance(unreadable, Unreadable)
    assert unreadable.problem == "'4' is no evidence grade"
    assert unreadable.fix == (
        "Write 'Opinion' or 'An example' or 'A document or number' or 'Seen by a second person', or leave it empty"
    )


@pytest.mark.parametrize(
    "words",
    [
        ("Trifft nicht zu", "Trifft eher nicht zu", "Teils/teils", "Trifft eher zu", "Trifft voll und ganz zu"),
        ("Trifft überhaupt nicht zu", "Trifft nicht zu", "Neutral", "Trifft zu", "Trifft voll zu"),
        ("Stimme gar nicht zu", "Stimme eher nicht zu", "Teilweise", "Stimme eher zu", "Stimme voll zu"),
        ("Pas du tout d’accord", "Plutôt pas d'accord", "Ni d'accord, ni pas d'accord", "Plutôt d'accord",
         "Tout à fait d'accord"),
        ("Muy en desacuerdo", "En desacuerdo", "Ni de acuerdo ni en desacuerdo", "De acuerdo", "Muy de acuerdo"),
        ("Per niente d'accordo", "Poco d'accordo", "Neutrale", "Abbastanza d'accordo", "Molto d'accordo"),
        ("Helemaal mee oneens", "Mee oneens", "Neutraal", "Mee eens", "Helemaal mee eens"),
        ("Discordo totalmente", "Discordo", "Não concordo nem discordo", "Concordo", "Concordo totalmente"),
        ("Zdecydowanie się nie zgadzam", "Raczej się nie zgadzam", "Ani się zgadzam, ani się nie zgadzam",
         "Raczej się zgadzam", "Zdecydowanie się zgadzam"),
        ("★", "★★", "★★★", "⭐⭐⭐⭐", "⭐️⭐️⭐️⭐️⭐️"),
        ("★☆☆☆☆", "★★☆☆☆", "★★★☆☆", "★★★★☆", "★★★★★"),
        ("1 star", "2 stars", "3 Stars", "4 stars", "5 stars"),
        ("I", "II", "III", "IV", "V"),
    ],
)  # fmt: skip
def test_scales_of_other_languages_and_signs_are_guessed(words: tuple[str, ...]) -> None:
    """A scale is guessed if all values of a file belong to it."""
    assert [read(word, *words) for word in words] == [Answer(level=level) for level in (1, 2, 3, 4, 5)]
    assert all(is_guess(word, *words) for word in words)


def test_words_of_five_levels_are_asked_about_in_a_model_of_four() -> None:
    """Also words that elsewhere mean that a question does not apply."""
    four = equal(1, scale_max=4)
    words = ("Trifft nicht zu", "Trifft eher nicht zu", "Trifft zu")
    assert all(isinstance(read(w, *words, question=four.questions[0], model=four), Unreadable) for w in words)


@pytest.mark.parametrize(
    ("cell", "others"),
    [
        ("Trifft zu", ("Trifft nicht zu", "Teils/teils")),  # 5 and 1, or 4 and 2
        ("Trifft nicht zu", ("Trifft zu", "Teils/teils")),
        ("Plutôt d'accord", ("D'accord", "Pas d'accord", "Tout à fait d'accord")),  # one of seven
        ("De acuerdo", ()),  # one word alone does not identify a scale
        ("Mee eens", ("Helemaal mee eens",)),
        ("Stimme zu", ("Stimme eher zu", "Stimme voll zu", "Stimme eher nicht zu", "Stimme nicht zu")),
        ("★★★☆", ("★★☆☆",)),  # of four
        ("★★★★★★", ()),
        ("V", ("X",)),  # may be letters
    ],
)
def test_words_and_signs_that_may_be_of_another_scale_are_asked_about(cell: str, others: tuple[str, ...]) -> None:
    """Such a cell is neither a level nor “does not apply”, but a fault."""
    assert isinstance(read(cell, *others, question=MAY_NOT), Unreadable)


def test_what_does_not_apply_is_left_so_where_no_scale_is_in_use() -> None:
    """The same German words mean “does not apply” in a file without other values of a scale."""
    assert read("trifft nicht zu", "3", question=MAY_NOT) == Answer(not_applicable=UNSTATED_REASON)
