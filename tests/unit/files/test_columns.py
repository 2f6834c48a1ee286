"""Which column belongs to which question: by id, by text, by similarity; each question and each column at most once."""

import pytest

from cxmaturity.errors import Issue, ValidationErrors
from cxmaturity.files.imports.cells.normalising import heading_words, normalise_text
from cxmaturity.files.imports.columns.column_uses import ColumnGuess, Columns, choose_columns, guess_columns
from cxmaturity.files.imports.columns.heading_matcher import MIN_HEADING_SIMILARITY, HeadingMatcher
from cxmaturity.questionnaire.loading import load_questionnaire
from cxmaturity.questionnaire.schema import Questionnaire
from tests.build import SHIPPED, TINY, equal

CX = load_questionnaire(SHIPPED)
P1, P6, O6 = (CX.by_id[name] for name in ("P1", "P6", "O6"))


def guess(*headings: str, model: Questionnaire = CX) -> ColumnGuess:
    parts = [(heading,) if heading else () for heading in headings]
    return guess_columns(parts, model, HeadingMatcher(model), frozenset())


def answers(*headings: str, model: Questionnaire = CX) -> dict[str, int]:
    return dict(guess(*headings, model=model).columns.answers)


def model_of_ids(*ids: str) -> Questionnaire:
    """Return a model with one question of each id."""
    model = equal(len(ids))
    dimension = model.dimensions[0]
    questions = [q.model_copy(update={"id": id_}) for q, id_ in zip(dimension.questions, ids, strict=True)]
    return model.model_copy(update={"dimensions": (dimension.model_copy(update={"questions": tuple(questions)}),)})


@pytest.mark.parametrize(
    "heading",
    [
        "P1",
        "p1",
        " P1 ",
        "P1. Do people …?",
        "P1 - Talking",
        "P1: x",
        "P1) x",
        "(P1) x",
        "[P1]",
        "P1 Do people",
        "people/P1",
        "a/b/P1",
        "people-P1",
        "people.P1",
        "people:P1",
        "G01[P1]",
        "P\u200b1",
        "<p>P1</p>",
    ],
)
def test_by_the_id(heading: str) -> None:
    """A heading that starts with a question's id belongs to it, whatever follows."""
    assert answers("Timestamp", heading) == {"P1": 1}


@pytest.mark.parametrize(
    "heading",
    [
        "P11",
        "P1a",
        "P",
        "XP1",
        "P 1",
        "1",
        "P1-b",
        "P1_1",
        "P1.2",
        "P1/3",
        "P1[SQ001]",
        "P1_First Click",
        "P1_DO",
        "x_P1",
    ],
)
def test_not_by_what_only_begins_like_an_id(heading: str) -> None:
    """P11 is not P1; nor are the columns that form tools add for points and times."""
    assert answers(heading) == {}


def test_an_id_that_begins_another_takes_none_of_its_columns() -> None:
    """The longest fitting id wins, with any separator between its parts; also if that question has no column."""
    model = model_of_ids("N1", "N1-b", "1.2", "1.2.3", "D-GV", "D-GV-A-1")
    headings = ["N1-b. Is it?", "N1. Do they?", "1.2.3 How", "1.2 When", "x/D-GV-A-1", "D-GV"]
    assert answers(*headings, model=model) == {
        "N1": 1, "N1-b": 0, "1.2": 3, "1.2.3": 2, "D-GV": 5, "D-GV-A-1": 4,
    }  # fmt: skip
    assert answers("N1-b", "1.2.3", "D-GV-A-1", model=model) == {"N1-b": 0, "1.2.3": 1, "D-GV-A-1": 2}
    assert answers("N1-c", "1.2.4", "D-GV-A", model=model) == {}


def test_an_id_that_is_a_word_needs_a_mark_after_it() -> None:
    """Otherwise the heading 'People like it' would belong to the question `People`."""
    named = model_of_ids("People")
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
        f"<p>{P1.prompt}</p>".replace(" ", "&nbsp;", 1),
        P1.prompt.replace(" ", ".").replace("?", "."),
        P1.prompt.replace(" ", "_"),
        P1.prompt[:40],
        f"{P1.prompt[:40]}…",
        f"12. {P1.prompt[:40]}...",
        P1.prompt.replace("a", "a\u200b"),
        "Do people who champion customers (ambassadors) have time and a say in decisions?",
    ],
)
def test_by_the_text(heading: str) -> None:
    """The question's text itself, with additions, cut, in another tool's spelling, or with slightly different words."""
    assert answers("Name", heading) == {"P1": 1}


@pytest.mark.parametrize("variant", ["service", "production"])
def test_by_the_text_in_each_kind_of_organisation(variant: str) -> None:
    """The wording of one variant is recognised too."""
    assert O6.prompt_in(variant) != O6.prompt
    assert answers(O6.prompt_in(variant)) == {"O6": 0}


def test_kinds_of_quotation_marks_and_blanks_make_no_difference() -> None:
    """Form tools change quotation marks and spaces in headings."""
    assert normalise_text("  What’s “it”\u00a0called\n– now?  ") == normalise_text('what\'s "it" called - NOW')
    assert heading_words("What’s_it.called – now?") == heading_words("what's it called - NOW")


def test_a_heading_that_is_not_similar_enough_matches_nothing() -> None:
    """Half of a question's words are not enough."""
    assert answers("Do people who champion customers like their work?") == {}
    assert 0.5 < MIN_HEADING_SIMILARITY < 1


def test_all_questions_of_both_questionnaires_by_text_alone() -> None:
    """Each question's text matches that question, so no two questions are confused."""
    for model in (CX, load_questionnaire(TINY)):
        headings = [q.prompt for q in reversed(model.questions)]
        assert answers(*headings, model=model) == {
            q.id: n for n, q in reversed(list(enumerate(reversed(model.questions))))
        }


def test_the_best_match_wins_and_each_column_is_used_once() -> None:
    """The id alone wins over an id with text, then the text, then similarity."""
    like = P6.prompt.replace("employees", "colleagues")
    assert answers(P1.prompt, "P1. Something", "P1") == {"P1": 2}
    assert answers(P1.prompt, "P1. Something") == {"P1": 0}
    assert answers("P1 x", f"P1. {P1.prompt}", P1.prompt) == {"P1": 1}
    assert answers(like, P6.prompt) == {"P6": 1}


@pytest.mark.parametrize(
    "heading", ["P1 score", "P1 (points)", f"Points - {P1.prompt}", f"{P1.prompt} [Other]", "P1 time"]
)
def test_what_tools_add_to_a_question_is_not_its_answer(heading: str) -> None:
    """Columns of points or times are left out, also if the answers have no column."""
    assert guess("Name", heading).columns == Columns(name=0)


def test_columns_that_may_mean_two_things_are_asked_about() -> None:
    """Two columns that fit one question equally well, and a heading whose id and text belong to two questions."""
    assert guess(f"a {P6.prompt}", f"b {P6.prompt}") == ColumnGuess(Columns(), ((0, "the columns A and B all fit P6"),))
    assert guess("P1", "x", "P1") == ColumnGuess(Columns(), ((0, "the columns A and C all fit P1"),))
    result = guess(P6.prompt, f"P1: {P6.prompt}")
    assert result.columns.answers == {"P6": 0}
    assert result.doubts == ((1, "the heading is that of P1 by its number, of P6 by its words"),)


@pytest.mark.parametrize("heading", ["respondent", "Name", "Your name", "What is your name?", "PARTICIPANT"])
def test_the_column_of_names(heading: str) -> None:
    """The column of names is recognised under the headings that form tools use."""
    assert guess(heading, "P1").columns.name == 0


@pytest.mark.parametrize("heading", ["role", "Your role", "Do you lead people?", "Leader"])
def test_the_column_of_roles(heading: str) -> None:
    """The column of roles is recognised under the headings of our own form and export."""
    assert guess(heading, "P1").columns.role == 0


def test_notes_and_evidence_are_matched_with_their_question() -> None:
    """Columns of notes, evidence and grades are recognised as our own export heads them."""
    columns = guess("P1", "P1 note", "p1: Evidence grade", "P1 evidence", "people/P2_comment", "P3[comment]").columns
    assert columns == Columns({"P1": 0}, {"P1": 1, "P2": 4, "P3": 5}, {"P1": 2}, {"P1": 3})


def test_the_same_heading_after_each_question_is_its_note() -> None:
    """A heading such as “Why?” after each question is its note; anywhere else the column is left out."""
    columns = guess("Why?", "P1", "Why?", "P2", "Comment", "Comment").columns
    assert columns == Columns({"P1": 1, "P2": 3}, {"P1": 2, "P2": 4})


def test_other_columns_are_left_out() -> None:
    """An e-mail address only identifies repeated people and is not stored; an empty heading is not reported."""
    headings = ["Timestamp", "Email", "", "P1", "Role", "P99"]
    columns = guess(*headings).columns
    assert columns == Columns({"P1": 3}, role=4, email=1)
    assert columns.left_out(headings) == ["Timestamp", "Email", "P99"]


def test_hostile_headings_are_only_text() -> None:
    """Markup, formulas and regular expressions in headings match nothing."""
    assert answers("=P1", "(?i)P2", "'; --", "[" * 1000, "<img src=x>") == {"P1": 0}


def test_a_persons_choice_overrides_the_guess() -> None:
    """A person's choice overrides the guess; a note stays with its column unless that got another use."""
    headings = ["Who", "P1", "P1 note", "P2 note", "Boss"]
    guessed = guess(*headings).columns
    assert choose_columns(guessed, {"P1": 1, "P2": 3}, 0, 4, headings) == Columns(
        {"P1": 1, "P2": 3}, {"P1": 2}, name=0, role=4
    )


def test_one_column_cannot_be_two_things() -> None:
    """Every such column is reported with its letter and heading."""
    headings = ["A name", "How?", "x"]
    with pytest.raises(ValidationErrors) as faults:
        choose_columns(Columns(), {"P1": 1, "P2": 1, "P3": 0}, 0, None, headings)
    assert faults.value.issues == (
        Issue("Column B", "How?", "it is chosen for P1 and P2", "Choose another for one"),
        Issue("Column A", "A name", "it is chosen for P3 and name", "Choose another for one"),
    )
