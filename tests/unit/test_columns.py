"""Which column is which question: by id, by text, by likeness; every question and every column at most once."""

import pytest

from cxmaturity.errors import Issue, ValidationErrors
from cxmaturity.files.columns import MIN_HEADING_SIMILARITY, Columns, choose_columns, guess_columns, normalise_heading
from cxmaturity.questionnaire.loading import load_questionnaire
from cxmaturity.questionnaire.schema import Questionnaire
from tests.build import SHIPPED, TINY, equal

CX = load_questionnaire(SHIPPED)
P1, P6, O6 = (CX.by_id[name] for name in ("P1", "P6", "O6"))


def answers(*headings: str, model: Questionnaire = CX) -> dict[str, int]:
    return dict(guess_columns(headings, model).answers)


@pytest.mark.parametrize(
    "heading",
    [
        "P1",
        "p1",
        " P1 ",
        "P1. Do people …?",
        "P1 - Time",
        "P1: x",
        "P1) x",
        "(P1) x",
        "[P1]",
        "P1 Do people",
        "P1_time",
    ],
)
def test_by_the_id(heading: str) -> None:
    """Whatever stands after it."""
    assert answers("Timestamp", heading) == {"P1": 1}


@pytest.mark.parametrize("heading", ["P11", "P1a", "P", "XP1", "P 1", "1"])
def test_not_by_what_only_begins_like_an_id(heading: str) -> None:
    """P11 is not P1."""
    assert answers(heading) == {}


def test_an_id_that_is_a_word_needs_a_mark_after_it() -> None:
    """Else 'People like it' would answer the question People."""
    model = equal(1)
    question = model.dimensions[0].questions[0].model_copy(update={"id": "People"})
    named = model.model_copy(
        update={"dimensions": (model.dimensions[0].model_copy(update={"questions": (question,)}),)}
    )
    assert answers("People like it", model=named) == {}
    assert answers("People: do they?", model=named) == answers("people", model=named) == {"People": 0}


@pytest.mark.parametrize(
    "heading",
    [
        P1.prompt,
        P1.prompt.upper(),
        f"  {P1.prompt.rstrip('?')}  ",
        f"1. {P1.prompt}",
        f"People [{P1.prompt}]",
        P1.prompt.replace("champion", "speak up for"),
    ],
)
def test_by_the_text(heading: str) -> None:
    """Itself, with something around it, or very like it."""
    assert answers("Name", heading) == {"P1": 1}


@pytest.mark.parametrize("variant", ["service", "production"])
def test_by_the_text_in_each_kind_of_organisation(variant: str) -> None:
    """A form may ask in the words of one."""
    assert O6.prompt_in(variant) != O6.prompt
    assert answers(O6.prompt_in(variant)) == {"O6": 0}


def test_kinds_of_quotation_marks_and_blanks_make_no_difference() -> None:
    """Form tools change them."""
    assert normalise_heading("  What’s “it”\u00a0called\n– now?  ") == normalise_heading('what\'s "it" called - NOW')


def test_what_is_not_alike_enough_is_nobodys() -> None:
    """Half of a question's words are not the question."""
    assert answers("Do people who champion customers like their work?") == {}
    assert 0.5 < MIN_HEADING_SIMILARITY < 1


def test_all_questions_of_both_questionnaires_by_text_alone() -> None:
    """No two questions are so alike that one is taken for the other."""
    for model in (CX, load_questionnaire(TINY)):
        headings = [q.prompt for q in reversed(model.questions)]
        assert answers(*headings, model=model) == {
            q.id: n for n, q in reversed(list(enumerate(reversed(model.questions))))
        }


def test_the_surest_comes_first_and_each_is_used_once() -> None:
    """The id itself before what begins with it, before the text, before what is like it; of two alike the left one."""
    like = P6.prompt.replace("employees", "colleagues")
    assert answers(P1.prompt, "P1. Something", "P1") == {"P1": 2}
    assert answers(P1.prompt, "P1. Something") == {"P1": 1}
    assert answers(like, P6.prompt) == {"P6": 1}
    assert answers(f"a {P6.prompt}", f"b {P6.prompt}") == {"P6": 0}
    assert answers(P6.prompt, f"P1: {P6.prompt}") == {"P1": 1, "P6": 0}


@pytest.mark.parametrize("heading", ["respondent", "Name", "Your name", "What is your name?", "PARTICIPANT"])
def test_the_column_of_names(heading: str) -> None:
    """Under the words form tools use."""
    assert guess_columns([heading, "P1"], CX).name == 0


@pytest.mark.parametrize("heading", ["role", "Your role", "Do you lead people?", "Leader"])
def test_the_column_of_roles(heading: str) -> None:
    """As our own form and export call it."""
    assert guess_columns([heading, "P1"], CX).role == 0


def test_what_goes_with_an_answer_goes_with_its_question() -> None:
    """As our own export heads it."""
    columns = guess_columns(["P1", "P1 note", "p1: Evidence grade", "P1 evidence", "P2 comment"], CX)
    assert columns == Columns({"P1": 0}, {"P1": 1, "P2": 4}, {"P1": 2}, {"P1": 3})


def test_other_columns_are_left_out() -> None:
    """Nobody's e-mail is read unless someone chooses it; an empty heading is not worth a word."""
    headings = ["Timestamp", "Email", "", "P1", "Role", "P99"]
    columns = guess_columns(headings, CX)
    assert columns == Columns({"P1": 3}, role=4)
    assert columns.left_out(headings) == ["Timestamp", "Email", "P99"]


def test_hostile_headings_are_only_text() -> None:
    """Markup, formulas and patterns match nothing."""
    assert guess_columns(["<b>P1</b>", "=P1", "P1.*", "(?i)P2", "'; --", "[" * 1000], CX).answers == {"P1": 1}


def test_what_a_person_chose_counts() -> None:
    """A note keeps its column unless that was chosen for something else."""
    headings = ["Who", "P1", "P1 note", "P2 note", "Boss"]
    guessed = guess_columns(headings, CX)
    assert choose_columns(guessed, {"P1": 1, "P2": 3}, 0, 4, headings) == Columns(
        {"P1": 1, "P2": 3}, {"P1": 2}, name=0, role=4
    )


def test_one_column_cannot_be_two_things() -> None:
    """Every such column is told, by its letter and heading."""
    headings = ["A name", "How?", "x"]
    with pytest.raises(ValidationErrors) as faults:
        choose_columns(Columns(), {"P1": 1, "P2": 1, "P3": 0}, 0, None, headings)
    assert faults.value.issues == (
        Issue("Column B", "How?", "it is chosen for P1 and P2", "Choose another for one"),
        Issue("Column A", "A name", "it is chosen for P3 and respondent", "Choose another for one"),
    )
