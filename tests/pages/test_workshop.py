"""The console: set-up, every phase to the end, both paces and both privacies; two windows at once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from cxmaturity.answers import Privacy
from cxmaturity.services import plans
from cxmaturity.services.assessments import listing, views
from cxmaturity.services.assessments.agreed_levels import load_agreed_levels
from cxmaturity.services.workshops import facilitation, private_notes, workshop_view
from cxmaturity.services.workshops.finishing import dot_votes
from cxmaturity.services.workshops.preparing import join_codes
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.store.database.engine import Database
from cxmaturity.ui.shared.forms.keys import private_note, scoped
from cxmaturity.wording.workshop.workshop_console import END_ANSWERING, MOVED_ON_ELSEWHERE
from cxmaturity.workshops.polls import WarmUp
from tests import workshop_fixtures
from tests.fixtures import begun
from tests.pages.conftest import OpenPage, expanded, shown
from tests.pages.reading import announced, component_data, headers, key_of, labels, links, plain_texts, texts, titles

EVIL = "<b>A</b> *b* [c](d)"
LAST_CLICK = "workshop-last-click"  # session key


def console(open_page: OpenPage, workshop: WorkshopView) -> AppTest:
    return open_page("workshop", assessment=workshop.assessment.id)


def click(page: AppTest, label: str) -> AppTest:
    """Click the only button with this label."""
    return shown(the_button(page, label).click().run())


def the_button(page: AppTest, label: str) -> Button:
    [button] = [b for b in page.button if b.label == label]
    return button


def live(page: AppTest) -> dict[str, Any]:
    """Return the data of the part that updates itself, empty if there is none."""
    return component_data(page, "cx_live_status")


def phase(database: Database, workshop: WorkshopView) -> tuple[str, str | None, int]:
    state = workshop_fixtures.reloaded(database, workshop).state
    return state.phase, state.question, state.round


class TestSetUp:
    """The settings of a new workshop."""

    def test_a_warm_up_written_by_the_facilitator(self, open_page: OpenPage, database: Database) -> None:
        """A choice without answers is refused and nothing is stored; with them it comes before the first vote."""
        page = open_page("workshop")
        page.text_input(key="warm-up-prompt").set_value("Which *weather*?")
        page = shown(page.radio(key="warm-up-kind").set_value("choice").run())
        assert "From 10 answers on the room sees how many gave each" in plain_texts(page)
        page = click(page, "Open the lobby")
        assert [title.replace("\\", "") for title in titles(page.error)] == ["A choice needs 2 to 6 answers."]
        assert listing.list_assessments(database) == []
        page.text_area(key="warm-up-options").set_value("Sun\n\nRain")
        page.checkbox(key="workshop-asks-why-at-start").set_value(True)
        page = click(page, "Open the lobby")
        [row] = [r.assessment for r in listing.list_assessments(database)]
        state = workshop_view.load_workshop(database, row.id).state
        assert (state.warm_up, state.asks_why) == (WarmUp("Which *weather*?", ("Sun", "Rain")), True)
        page = click(page, "Start the warm-up")
        assert headers(page)[0].replace("\\", "") == "Which *weather*?"
        page = click(page, "Reveal")
        assert "Nobody answered." in plain_texts(page)
        assert headers(click(page, "Start the first vote"))[0].startswith("P1")

    def test_one_click_opens_the_lobby(self, open_page: OpenPage, database: Database) -> None:
        """With the defaults: the pulse, question by question, anonymous, twelve expected; the address names it."""
        page = click(open_page("workshop"), "Open the lobby")
        [row] = [r.assessment for r in listing.list_assessments(database)]
        assert page.query_params["assessment"] == row.id
        assert headers(page) == ["Lobby"]
        assert (row.mode, row.scope, row.privacy, row.asks_role, row.expected) == (
            "workshop",
            "pulse",
            "anonymous",
            False,
            12,
        )
        workshop = workshop_view.load_workshop(database, row.id)
        assert (workshop.pace, len(workshop.order)) == ("together", 10)
        assert join_codes.format_code(workshop.code) in texts(page)

    def test_what_is_chosen_is_what_begins(self, open_page: OpenPage, database: Database) -> None:
        """Two dimensions, self-paced, with names, roles and one variant."""
        page = open_page("workshop")
        page = shown(page.radio(key="workshop-length").set_value("chosen").run())
        page.pills(key=key_of(page, "workshop-dimensions")).set_value(["people", "csr"])
        page.segmented_control(key="start-variant").set_value("service")
        page.text_input(key="start-team").set_value("Bakers")
        page.text_input(key="start-label").set_value("Spring")
        page.number_input(key="workshop-expected").set_value(30)
        page = shown(page.run())
        page.radio(key="start-privacy").set_value("open")
        page.radio(key="workshop-view").set_value("sides")
        page.radio(key="workshop-pace-chosen").set_value("self_paced")
        page = click(page, "Open the lobby")
        workshop = workshop_view.load_workshop(database, page.query_params["assessment"])
        row = workshop.assessment
        assert (row.team_name, row.label, row.variant, row.privacy) == ("Bakers", "Spring", "service", "open")
        assert (row.asks_role, row.expected, workshop.pace, row.dimensions) == (
            True,
            30,
            "self_paced",
            ("people", "csr"),
        )
        assert {name[0] for name in workshop.order} == {"P", "R"}

    def test_all_questions_are_usually_answered_at_ones_own_pace(self, open_page: OpenPage) -> None:
        """Self-paced is the default for 38 questions; each pace states what it is good for."""
        page = open_page("workshop")
        assert page.radio(key="workshop-pace-pulse").value == "together"
        page = shown(page.radio(key="workshop-length").set_value("full").run())
        pace = page.radio(key="workshop-pace-full")
        assert pace.value == "self_paced"
        assert "Good for the pulse." in pace.proto.captions[0]
        assert "most disagreement first" in pace.proto.captions[1]

    def test_the_set_up_shows_what_the_screen_will_show(self, open_page: OpenPage) -> None:
        """For the chosen size, privacy and view; roles need six people each, so eleven are too few."""

        def unescaped(shown_page: AppTest) -> str:
            return plain_texts(shown_page)

        page = open_page("workshop")
        close = "whether votes are close together"
        assert f"With 12 people the room sees the middle answer, bars and {close}." in unescaped(page)
        costs = page.radio(key="workshop-view").proto.captions
        assert f"It costs the bars, and {close}." in costs[1]
        page = shown(page.radio(key="workshop-view").set_value("sides").run())
        assert "where 6 leaders and 6 others vote, the middle answers of leaders and of everyone else apart" in texts(
            page
        )
        page = shown(page.number_input(key="workshop-expected").set_value(8).run())
        assert page.radio(key="workshop-view").disabled
        assert "To show leaders apart, expect 12 people or more." in unescaped(page)
        assert f"With 8 people the room sees the middle answer and {close}; bars need 10." in unescaped(page)
        page = shown(page.radio(key="start-privacy").set_value("open").run())
        assert f"With 8 people the room sees the middle answer, bars and {close}." in unescaped(page)

    def test_no_dimension_is_no_workshop(self, open_page: OpenPage, database: Database) -> None:
        """An error in words, and nothing is started."""
        page = shown(open_page("workshop").radio(key="workshop-length").set_value("chosen").run())
        page.pills(key=key_of(page, "workshop-dimensions")).set_value([])
        page = click(page, "Open the lobby")
        assert titles(page.error) == ["No dimension is chosen yet\\."]
        assert listing.list_assessments(database) == []

    def test_single_questions_are_picked_and_ordered(self, open_page: OpenPage, database: Database) -> None:
        """By hand, moved up; as last time; or proposed from the last result, the most disagreement first."""
        page = shown(open_page("workshop").radio(key="workshop-length").set_value("picked").run())
        assert titles(click(page, "Open the lobby").error) == ["No question is picked yet\\."]
        page.text_input(key="start-team").set_value("Bakers")
        page = shown(page.multiselect(key="agenda-picked").set_value(["P1", "R2", "C3", "L2"]).run())
        page.multiselect(key="agenda-picked").set_value(["P1", "R2", "C3"])
        page = shown(page.button(key="agenda-Earlier-L2").click().run())  # it is left out with the same click
        page = shown(page.button(key="agenda-Earlier-C3").click().run())
        assert announced(page) == "C3 is number 2 now."
        page = click(page, "Open the lobby")
        workshop = workshop_view.load_workshop(database, page.query_params["assessment"])
        assert workshop.order == ("P1", "C3", "R2")
        assert "Single questions, workshop, anonymous" in texts(page)
        other = workshop_fixtures.opened(database, team="Bakers", label="Last time")
        people = workshop_fixtures.joined(database, other, 2)
        workshop_fixtures.done(database, other, "begin")
        workshop_fixtures.voted(database, other, people, 2, 4)
        workshop_fixtures.done(database, other, "reveal", "next")
        workshop_fixtures.voted(database, other, people, 1, 5)
        workshop_fixtures.done(database, other, "reveal", "end")
        page = shown(open_page("workshop").radio(key="workshop-length").set_value("picked").run())
        assert page.selectbox(key="start-team-choice").value == "Bakers"
        page = click(page, "Propose an order from the last result")
        assert page.multiselect(key="agenda-picked").value == ["P4", "P1"]
        assert "Last time votes were far apart." in plain_texts(page)
        page = click(page, "Ask what was asked last time")
        assert tuple(page.multiselect(key="agenda-picked").value) == other.order

    def test_open_workshops_are_listed_first(self, open_page: OpenPage, database: Database) -> None:
        """Here and on Home, with a link to the console; other open assessments are not listed here."""
        begun(database, {"P1": 3}, team="Alone")
        workshop = workshop_fixtures.opened(database, team="Bakers")
        page = open_page("workshop")
        assert headers(page) == ["Continue where you left off", "Run a workshop"]
        assert links(page) == ["Console"]
        assert "Pulse, workshop, open · 0 in the room, 12 expected" in texts(page)
        assert "Alone" not in texts(page)
        assert labels(open_page("home")).count("Continue") == 2
        workshop_fixtures.done(database, workshop, "begin", "end")
        assert links(open_page("workshop")) == []


def test_a_link_that_leads_nowhere(open_page: OpenPage, database: Database) -> None:
    """An unknown or solo assessment: a message with a link to Home."""
    for name in ("nobody", begun(database)):
        page = open_page("workshop", assessment=name)
        assert titles(page.info) == ["There is no workshop at this link\\."]
        assert links(page) == ["Go to Home"]
    assert titles(open_page("screen", assessment="nobody").info) == ["There is no workshop at this link\\."]


def test_the_lobby_says_how_to_come_in(open_page: OpenPage, database: Database) -> None:
    """The join code, the link, the link to the screen, what participants read, and how many have joined."""
    workshop = workshop_fixtures.opened(database, privacy="anonymous")
    workshop_fixtures.joined(database, workshop, 3)
    page = console(open_page, workshop)
    assert f"### {join_codes.format_code(workshop.code)}" in texts(page)
    assert page.code[0].value == f"/join/{workshop.assessment.invitation}"
    assert "No names are stored" in texts(page)
    assert "make run NETWORK=1" in texts(page)
    status = live(page)
    assert (status["count_template"], status["joined"], status["expected"]) == (
        "Joined: {joined}, 12 expected",
        3,
        12,
    )
    assert status["stream"] == f"/join/screen/{workshop.screen}/live"
    screen = open_page("screen", assessment=workshop.assessment.id)
    assert screen.code[0].value == f"/join/screen/{workshop.screen}"
    assert links(screen) == ["Go to the console"]


def test_question_by_question(open_page: OpenPage, database: Database) -> None:
    """Vote, reveal, share, vote again, next, back; the page shows what participants saw, and names in open mode.

    1, 2, 5: the middle is 2, and votes are far apart (AD 1.56). Again 2, 3, 3: the middle is 3, and they are close
    together (0.44).
    """
    workshop = workshop_fixtures.opened(database)
    people = workshop_fixtures.joined(database, workshop, 3)
    page = click(console(open_page, workshop), "Start the first vote")
    assert phase(database, workshop) == ("vote", "P1", 1)
    assert "1 of 10 · first vote" in texts(page)
    assert live(page)["count_template"] == "Votes in: {voted} of {joined}"
    workshop_fixtures.voted(database, workshop, people, 1, 2, 5)
    page = click(page, "Reveal")
    assert "Middle answer 2, By effort. 3 votes; they are far apart." in plain_texts(page)
    assert "Person 1: 1 · Person 2: 2 · Person 3: 5" in plain_texts(page)
    page = click(page, "Vote again")
    assert phase(database, workshop) == ("vote", "P1", 2)
    workshop_fixtures.voted(database, workshop, people, 2, 3, 3)
    page = click(page, "Reveal")
    assert "Middle answer 3, By design. 3 votes; they are close together." in plain_texts(page)
    assert "The middle answer rose by 1 level, and the votes are closer together." in plain_texts(page)
    page = click(page, "Next question")
    assert phase(database, workshop) == ("vote", "P4", 1)
    page = click(click(page, "Skip for now"), "Back")
    assert phase(database, workshop) == ("vote", "P4", 1)
    assert workshop_fixtures.reloaded(database, workshop).state.skipped == ("P4",)
    click(page, "Back")
    assert phase(database, workshop) == ("reveal", "P1", 2)


def test_the_timer(open_page: OpenPage, database: Database) -> None:
    """Two minutes for each vote, kept in the address; one more, a pause, continued. Its end changes nothing.

    Of two windows that give one more at once, one does, and the other is told; then it gives another.
    """
    workshop = workshop_fixtures.opened(database)
    page = console(open_page, workshop)
    page = shown(page.selectbox(key=key_of(page, "timer")).set_value("2 minutes").run())
    before = datetime.now(UTC)
    page = click(page, "Start the first vote")
    ends_at = workshop_fixtures.reloaded(database, workshop).state.ends_at
    assert ends_at
    assert before + timedelta(minutes=2) <= ends_at <= datetime.now(UTC) + timedelta(minutes=2)
    other = console(open_page, workshop)
    page = click(page, "One more minute")
    later = ends_at + timedelta(minutes=1)
    assert workshop_fixtures.reloaded(database, workshop).state.ends_at == later
    assert live(page)["ends_at"] == later.isoformat()
    other = click(other, "One more minute")
    assert [title.replace("\\", "") for title in titles(other.warning)] == [MOVED_ON_ELSEWHERE]
    assert workshop_fixtures.reloaded(database, workshop).state.ends_at == later
    click(other, "One more minute")
    assert workshop_fixtures.reloaded(database, workshop).state.ends_at == later + timedelta(minutes=1)
    page = shown(page.run())
    page = click(page, "Pause")
    assert live(page)["is_paused"]
    assert "Resume" in labels(page)
    page = click(page, "Resume")
    assert not workshop_fixtures.reloaded(database, workshop).state.is_paused
    opened = workshop.assessment.id
    again = open_page("workshop", assessment=opened, **{scoped("timer", opened): "2 minutes"})
    assert again.selectbox(key=key_of(again, "timer")).value == "2 minutes"


def test_switches_stay_and_say_so(open_page: OpenPage, database: Database) -> None:
    """Sharing on phones stays on for the next question; a switch set in another window is shown here."""
    workshop = workshop_fixtures.done(database, workshop_fixtures.opened(database), "begin", "reveal")
    page = console(open_page, workshop)
    page = shown(page.toggle(key=key_of(page, "workshop-is_shared")).set_value(True).run())
    assert announced(page) == "Phones show results."
    page = click(page, "Next question")
    assert workshop_fixtures.reloaded(database, workshop).state.is_shared
    assert page.toggle(key=key_of(page, "workshop-is_shared")).value
    facilitation.set_switch(database, workshop.assessment.id, "screen_blank", is_on=True)
    page = shown(page.run())
    assert page.toggle(key=key_of(page, "workshop-screen_blank")).value
    assert not page.info  # nothing has moved on
    page = shown(page.toggle(key=key_of(page, "workshop-screen_blank")).set_value(False).run())
    assert announced(page) == "The screen is back."
    assert not workshop_fixtures.reloaded(database, workshop).state.screen_blank


def test_a_reveal_is_undone_until_somebody_votes_again(open_page: OpenPage, database: Database) -> None:
    """Votes stay and can be changed: 2, 5 becomes 2, 3. After a vote in a second round undo is not offered."""
    workshop = workshop_fixtures.done(database, workshop_fixtures.opened(database), "begin")
    people = workshop_fixtures.joined(database, workshop, 2)
    workshop_fixtures.voted(database, workshop, people, 2, 5)
    page = click(console(open_page, workshop), "Reveal")
    page = click(page, "Undo the reveal")
    assert phase(database, workshop) == ("vote", "P1", 1)
    assert announced(page) == "The vote is open again. Its result is taken back."
    assert (live(page)["voted"], live(page)["joined"]) == (2, 2)
    workshop_fixtures.voted(database, workshop, people[1:], 3)
    page = click(page, "Reveal")
    assert "Person 1: 2 · Person 2: 3" in plain_texts(page)
    assert "first vote" in texts(page)
    page = click(click(page, "Vote again"), "Back to the result")
    assert "Undo the reveal" in labels(page)
    page = click(page, "Vote again")
    workshop_fixtures.voted(database, workshop, people[:1], 4)
    page = click(shown(page.run()), "Back to the result")
    assert "Undo the reveal" not in labels(page)


def test_a_vote_that_nobody_took_part_in_is_not_followed_by_a_second(open_page: OpenPage, database: Database) -> None:
    """Voting again is then still the first vote."""
    workshop = workshop_fixtures.done(database, workshop_fixtures.opened(database), "begin")
    page = click(click(console(open_page, workshop), "Reveal"), "Vote again")
    assert phase(database, workshop) == ("vote", "P1", 1)
    assert "1 of 10 · first vote" in texts(page)
    assert not workshop_fixtures.reloaded(database, workshop).state.is_open_again  # it may be revealed by itself


def test_every_phase_has_one_coloured_button(open_page: OpenPage, database: Database) -> None:
    """The next action; after the last question's result it is the choice of first steps."""
    workshop = workshop_fixtures.opened(database)
    people = workshop_fixtures.joined(database, workshop, 2)

    def coloured(page: AppTest) -> list[str]:
        return [b.label for b in page.button if b.proto.type == "primary"]

    page = console(open_page, workshop)
    assert coloured(page) == ["Start the first vote"]
    page = click(page, "Start the first vote")
    workshop_fixtures.voted(database, workshop, people, 2, 3)
    assert coloured(page) == ["Reveal"]
    page = click(page, "Reveal")
    assert coloured(page) == ["Next question"]
    workshop_fixtures.done(database, workshop, "go", question=workshop.order[-1])
    page = click(shown(page.run()), "Reveal")
    assert coloured(page) == ["Choose first steps"]
    assert labels(page).count("Choose first steps") == 1
    page = click(page, "Choose first steps")
    assert coloured(page) == ["Show what was chosen"]
    page = click(click(page, "Back to the question"), "Choose first steps")
    page = click(page, "Show what was chosen")
    assert coloured(page) == ["Put the chosen step in the plan"]
    page = click(page, "Put the chosen step in the plan")
    assert coloured(page) == ["Ask one last question"]
    page = click(page, "Ask one last question")
    assert coloured(page) == ["End it and keep the result"]
    other = workshop_fixtures.opened(database, pace="self_paced")
    page = console(open_page, other)
    assert coloured(page) == ["Let everyone begin"]
    page = click(page, "Let everyone begin")
    assert coloured(page) == ["Walk through the answers"]
    assert coloured(click(page, "Walk through the answers")) == ["End the answering and walk through"]


def test_time_to_talk_and_for_all_questions(open_page: OpenPage, database: Database) -> None:
    """Three minutes from the reveal on; thirty for self-paced answering, where the console counts all answers.

    The thirty can be chosen, and are not lost when the page is loaded again, until a warm-up is over.
    """
    workshop = workshop_fixtures.done(database, workshop_fixtures.opened(database), "begin")
    page = console(open_page, workshop)
    page = shown(page.selectbox(key=key_of(page, "talk")).set_value("3 minutes").run())
    before = datetime.now(UTC)
    page = click(page, "Reveal")
    ends_at = workshop_fixtures.reloaded(database, workshop).state.ends_at
    assert ends_at
    assert before + timedelta(minutes=3) <= ends_at <= datetime.now(UTC) + timedelta(minutes=3)
    own_pace = workshop_fixtures.opened(database, pace="self_paced", warm_up=WarmUp("Awake?"))
    people = workshop_fixtures.joined(database, own_pace, 2)
    workshop_fixtures.done(database, own_pace, "begin")
    page = console(open_page, own_pace)
    page = shown(page.selectbox(key=key_of(page, "deadline")).set_value("30 minutes").run())
    before = datetime.now(UTC)
    page = click(page, "Let everyone begin")
    ends_at = workshop_fixtures.reloaded(database, own_pace).state.ends_at
    assert ends_at
    assert before + timedelta(minutes=30) <= ends_at <= datetime.now(UTC) + timedelta(minutes=30)
    for question in own_pace.order[:5]:
        workshop_fixtures.voted(database, own_pace, people[:1], 3, question=question)
    assert live(shown(page.run()))["average"] == 3  # 5 answers of 2 people: 2.5, half up


@pytest.mark.parametrize(
    ("count", "expected"), [(4, "Fewer than 5 people rated it"), (5, "Middle answer 3, By design. 5 votes;")]
)
def test_anonymous_votes_are_shown_as_far_as_may_be(
    open_page: OpenPage, database: Database, count: int, expected: str
) -> None:
    """Four votes: nothing. Five: level and agreement; no name, counts or chart."""
    workshop = workshop_fixtures.opened(database, privacy="anonymous")
    people = workshop_fixtures.joined(database, workshop, count)
    workshop_fixtures.done(database, workshop, "begin")
    workshop_fixtures.voted(database, workshop, people, *[3] * count)
    page = click(console(open_page, workshop), "Reveal")
    assert expected in plain_texts(page)
    assert "Who chose what" not in texts(page)
    assert not page.get("plotly_chart")


def test_ten_anonymous_votes_are_counted(open_page: OpenPage, database: Database) -> None:
    """From ten on the counts of each level, and nobody's name."""
    workshop = workshop_fixtures.opened(database, privacy="anonymous")
    people = workshop_fixtures.joined(database, workshop, 10)
    workshop_fixtures.done(database, workshop, "begin")
    workshop_fixtures.voted(database, workshop, people, *[2, 3] * 5)
    page = click(console(open_page, workshop), "Reveal")
    assert len(page.get("plotly_chart")) == 1
    assert "Person" not in texts(page)


def test_a_level_is_agreed_on_with_its_reason(open_page: OpenPage, database: Database) -> None:
    """Stored beside the votes, and undone; without a level or a reason it is refused in words."""
    workshop = workshop_fixtures.opened(database)
    people = workshop_fixtures.joined(database, workshop, 2)
    workshop_fixtures.done(database, workshop, "begin")
    workshop_fixtures.voted(database, workshop, people, 2, 5)
    page = click(console(open_page, workshop), "Reveal")
    page = click(page, "Save agreed level")
    assert "Choose the level you agreed on first." in plain_texts(page)
    page.radio(key=key_of(page, "agree-level-P1")).set_value(3)
    page = click(page, "Save agreed level")
    assert titles(page.warning) == ["An agreed level needs its reason, of at most 2000 characters\\."]
    page.radio(key=key_of(page, "agree-level-P1")).set_value(3)
    page.text_area(key=key_of(page, "agree-reason-P1")).set_value(EVIL)
    page = click(page, "Save agreed level")
    assert load_agreed_levels(database, workshop.assessment.id)["P1"].level == 3
    assert f"**Agreed on level 3:** {EVIL}" in plain_texts(page)
    assert EVIL not in texts(page)
    assert not page.warning
    assert not page.info  # it was this very window that moved on
    page = click(page, "Use the votes instead")
    assert load_agreed_levels(database, workshop.assessment.id) == {}


def test_notes_are_kept_and_are_the_facilitators_own(open_page: OpenPage, database: Database) -> None:
    """Beside the question with its why, evidence and whom to ask; at the end all together."""
    workshop = workshop_fixtures.done(database, workshop_fixtures.opened(database), "begin")
    page = console(open_page, workshop)
    question = workshop.questionnaire.by_id["P1"]
    imagined = [w.think_of for w in question.variants.values() if w.think_of]
    for text in (question.why, question.evidence, question.ask, *question.levels, *imagined):
        assert text in plain_texts(page)
    page = shown(page.text_area(key=private_note(workshop.assessment.id, "P1")).set_value("Ask Zoë *first*").run())
    assert "Saved" in texts(page)
    assert private_notes.load_private_notes(database, workshop.assessment.id) == {"P1": "Ask Zoë *first*"}
    assert (
        console(open_page, workshop).text_area(key=private_note(workshop.assessment.id, "P1")).value
        == "Ask Zoë *first*"
    )
    workshop_fixtures.done(database, workshop, "end")
    assert [t.value for t in console(open_page, workshop).text] == ["Ask Zoë *first*"]


def test_a_note_that_cannot_be_stored_stays_in_its_field(open_page: OpenPage, database: Database) -> None:
    """The console says why; the note is stored as soon as the database can be written, of its own workshop alone."""
    workshop, other = (workshop_fixtures.done(database, workshop_fixtures.opened(database), "begin") for _ in range(2))
    page = console(open_page, workshop)
    with database.reading() as connection:  # the only one in the pool
        connection.exec_driver_sql("PRAGMA query_only = ON")
    page = shown(page.text_area(key=private_note(workshop.assessment.id, "P1")).set_value("Ask Zoë first").run())
    assert titles(page.error) == ["The database can be read but not written\\."]
    assert page.text_area(key=private_note(workshop.assessment.id, "P1")).value == "Ask Zoë first"
    with database.reading() as connection:
        connection.exec_driver_sql("PRAGMA query_only = OFF")
    page.query_params["assessment"] = other.assessment.id
    page = shown(page.run())
    assert (page.text_area(key=private_note(other.assessment.id, "P1")).value, list(page.error)) == ("", [])
    assert private_notes.load_private_notes(database, other.assessment.id) == {}
    page.query_params["assessment"] = workshop.assessment.id
    page = shown(page.run())
    assert not page.error
    assert private_notes.load_private_notes(database, workshop.assessment.id) == {"P1": "Ask Zoë first"}


def test_self_paced_answering_and_review(open_page: OpenPage, database: Database) -> None:
    """All answer, then the review with the most disagreement first; another vote is a second round.

    Everywhere 3 and 3, but 1 and 5 on O1 and 2 and 4 on R1: with an AD of 2 and of 1 they come first.
    """
    workshop = workshop_fixtures.opened(database, pace="self_paced")
    people = workshop_fixtures.joined(database, workshop, 2)
    page = click(console(open_page, workshop), "Let everyone begin")
    assert live(page)["count_template"] == ("Finished: {voted} of {joined}. Each has answered about {average} of 10.")
    for name in workshop.order:
        pair = {"O1": (1, 5), "R1": (2, 4)}.get(name, (3, 3))
        workshop_fixtures.voted(database, workshop, people, *pair, question=name)
    page = click(page, "Walk through the answers")
    assert phase(database, workshop)[0] == "self_paced"  # it asks, because it cannot be undone
    page = click(click(page, "Not yet"), "Walk through the answers")
    late = console(open_page, workshop)
    page = click(page, "End the answering and walk through")
    assert announced(click(late, "Walk through the answers")) != END_ANSWERING  # it is not asked there any more
    assert workshop_fixtures.reloaded(database, workshop).order[:3] == ("O1", "R1", "P1")
    assert phase(database, workshop) == ("reveal", "O1", 1)
    page = click(page, "Next topic")
    assert phase(database, workshop) == ("reveal", "R1", 1)
    page = click(page, "Vote again")
    assert phase(database, workshop) == ("vote", "R1", 2)
    assert "second vote" in texts(page)


def test_any_question_is_opened_from_the_list(open_page: OpenPage, database: Database) -> None:
    """A revealed one is shown again, any other is voted on. The list states each question's status.

    It may stay open in a second vote, where one button leads back to the result.
    """
    workshop = workshop_fixtures.opened(database)
    people = workshop_fixtures.joined(database, workshop, 3)
    workshop_fixtures.done(database, workshop, "begin")
    workshop_fixtures.voted(database, workshop, people, 1, 2, 5)
    workshop_fixtures.done(database, workshop, "reveal", "next", "skip")
    page = console(open_page, workshop)
    label = "All questions · 1 of 10 revealed · 1 skipped"
    assert label in [e.label for e in page.expander]
    page = expanded(page, "workshop-questions")
    assert "Middle answer 2, votes far apart" in plain_texts(page)
    assert "Skipped" in texts(page)
    state = workshop_fixtures.reloaded(database, workshop).state
    page = shown(page.button(key=key_of(page, f"do-go-R1-{state.phase}-{state.question}-{state.round}")).click().run())
    assert phase(database, workshop) == ("vote", "R1", 1)
    page = expanded(page, "workshop-questions")
    page = shown(page.button(key=key_of(page, "do-go-P1-vote-R1-1")).click().run())
    assert phase(database, workshop) == ("reveal", "P1", 1)
    page.session_state["workshop-questions"] = True
    page = click(page, "Vote again")
    click(page, "Back to the result")
    assert phase(database, workshop) == ("reveal", "P1", 1)


@pytest.mark.parametrize("privacy", ["open", "anonymous"])
def test_from_the_dots_to_the_plan_and_the_end(open_page: OpenPage, database: Database, privacy: Privacy) -> None:
    """The steps with the most dots are first and are added to the plan; owner and date then save themselves."""
    workshop = workshop_fixtures.opened(database, privacy=privacy)
    people = workshop_fixtures.joined(database, workshop, 5)
    workshop_fixtures.done(database, workshop, "begin")
    for _ in range(4):
        workshop_fixtures.voted(database, workshop, people, 1, 2, 2, 3, 3)
        workshop_fixtures.done(database, workshop, "reveal", "next")
    page = click(console(open_page, workshop), "Choose first steps")
    candidates = dot_votes.step_candidates(database, workshop.assessment.id)
    assert len(candidates) == 4
    wanted = candidates[-1]
    for person in people:
        dot_votes.save_dots(database, person.assessment.id, person.stored.id, {wanted.key: 3})
    assert "15 dots" not in texts(shown(page.run()))  # not before it is over
    page = click(page, "Show what was chosen")
    assert wanted.question
    name, today = wanted.question.id, datetime.now(UTC).date()
    assert ("**15 dots**" in texts(page)) == (privacy == "open")  # of five anonymous people the order alone
    page = shown(page.button(key=key_of(page, f"step-{name}")).click().run())
    [taken] = plans.list_plan(database, workshop.assessment.team_id, today)
    assert (taken.question_id, taken.owner, taken.due) == (name, wanted.step.owner, today + timedelta(days=14))
    page = shown(page.text_input(key=f"owner-{taken.id}").set_value("Zoë").run())
    page = shown(page.date_input(key=f"due-{taken.id}").set_value(today).run())
    [taken] = plans.list_plan(database, workshop.assessment.team_id, today)
    assert (taken.owner, taken.due) == ("Zoë", today)
    assert texts(page).count("In your plan.") == 1
    page = click(page, "End it and keep the result")
    assert titles(page.info) == ["This workshop has ended."]
    assert links(page) == ["The result", "The plan", "Over time"]
    assert live(page) == {}
    assert not views.load_view(database, workshop.assessment.id).assessment.is_open


def test_the_end_may_come_early_and_shows_how_votes_changed(open_page: OpenPage, database: Database) -> None:
    """Before: what is kept and what is missing.

    After: both votes of P1, from 2 and far apart to 3 and close together.
    """
    workshop = workshop_fixtures.opened(database)
    people = workshop_fixtures.joined(database, workshop, 3)
    workshop_fixtures.done(database, workshop, "begin")
    workshop_fixtures.voted(database, workshop, people, 1, 2, 5)
    workshop_fixtures.done(database, workshop, "reveal", "again")
    workshop_fixtures.voted(database, workshop, people, 2, 3, 3)
    workshop_fixtures.done(database, workshop, "reveal")
    page = console(open_page, workshop)
    assert "Kept: the votes on 1 question. Not revealed, so missing: 9 questions." in plain_texts(page)
    page = click(page, "End it and keep the result")
    shown = ["Give everyone the result", "How the votes moved", "Download and share", "Question by question"]
    assert headers(page) == shown
    assert "**First vote.** Middle answer 2, By effort. 3 votes; they are far apart." in plain_texts(page)
    assert "**Second vote.** Middle answer 3, By design. 3 votes; they are close together." in plain_texts(page)
    assert "The one question voted on again rose and came closer together." in plain_texts(page)
    assert len(page.get("plotly_chart")) == 1
    assert headers(console(open_page, workshop)) == headers(page)
    result = open_page("result", assessment=workshop.assessment.id)
    assert "How the workshop went" in links(result)
    assert "Reopen" not in labels(open_page("result", assessment=workshop.assessment.id))


def test_an_end_before_anything_was_shown(open_page: OpenPage, database: Database) -> None:
    """From the lobby: an empty result, and a page that says so without a chart."""
    workshop = workshop_fixtures.opened(database, privacy="anonymous")
    page = console(open_page, workshop)
    assert "Nothing was revealed yet: the result would be empty." in plain_texts(page)
    page = click(page, "End it and keep the result")
    assert titles(page.info) == ["This workshop has ended."]
    assert not page.get("plotly_chart")


class TestTwoWindows:
    """Two facilitators, or one with two windows."""

    def test_a_click_in_a_window_that_is_behind_does_nothing(self, open_page: OpenPage, database: Database) -> None:
        """It says so and shows the current state; the next click works."""
        workshop = workshop_fixtures.done(database, workshop_fixtures.opened(database), "begin")
        behind = console(open_page, workshop)
        click(console(open_page, workshop), "Reveal")
        behind = click(behind, "Skip for now")
        assert phase(database, workshop) == ("reveal", "P1", 1)
        assert [title.replace("\\", "") for title in titles(behind.warning)] == [MOVED_ON_ELSEWHERE]
        assert len(shown(behind.run()).warning) == 1  # whatever reruns the page, it stays
        behind = click(behind, "Next question")
        assert phase(database, workshop) == ("vote", "P4", 1)
        assert not behind.warning

    def test_a_switch_of_another_window_takes_no_click(self, open_page: OpenPage, database: Database) -> None:
        """A switch and a phone that asks for time change nothing that an action depends on; a pause does."""
        workshop = workshop_fixtures.done(database, workshop_fixtures.opened(database), "begin")
        behind = console(open_page, workshop)
        workshop_fixtures.switched_on(database, workshop, "is_shared")
        facilitation.request_time(database, workshop.assessment.id)
        behind = click(behind, "Reveal")
        assert phase(database, workshop) == ("reveal", "P1", 1)
        assert not behind.warning
        behind = click(behind, "Next question")
        workshop_fixtures.done(database, workshop, "pause")
        assert len(click(behind, "Reveal").warning) == 1
        assert phase(database, workshop) == ("vote", "P4", 1)

    def test_a_note_being_typed_stays_when_the_other_moves_on(self, open_page: OpenPage, database: Database) -> None:
        """The run that stores it still shows its question, and the next one the new; an action here is shown at once.

        The field would vanish under the fingers, and the next letters be keys of the console.
        """
        workshop = workshop_fixtures.done(database, workshop_fixtures.opened(database), "begin")
        page = console(open_page, workshop)
        workshop_fixtures.done(database, workshop, "skip")
        page = shown(page.text_area(key=private_note(workshop.assessment.id, "P1")).set_value("Half a").run())
        assert private_notes.load_private_notes(database, workshop.assessment.id) == {"P1": "Half a"}
        assert page.text_area(key=private_note(workshop.assessment.id, "P1")).value == "Half a"
        page = shown(page.run())
        assert not page.text_area(key=private_note(workshop.assessment.id, "P4")).value
        page.text_area(key=private_note(workshop.assessment.id, "P4")).set_value("Mine")
        page = click(page, "Skip for now")
        assert private_notes.load_private_notes(database, workshop.assessment.id)["P4"] == "Mine"
        assert [area.key for area in page.text_area] == [private_note(workshop.assessment.id, "O1")]

    def test_two_clicks_before_the_page_follows_both_count(self, open_page: OpenPage, database: Database) -> None:
        """Both were drawn by the same run; the second counts although the first has changed the state since.

        So does a second click of the same button that adds up. Unless it was meant for another vote or result.
        """
        workshop = workshop_fixtures.done(database, workshop_fixtures.opened(database), "begin", seconds=60)
        workshop_fixtures.done(database, workshop, "pause")
        page = console(open_page, workshop)
        the_button(page, "Resume").click()
        page = click(page, "One more minute")
        state = workshop_fixtures.reloaded(database, workshop).state
        assert not state.is_paused
        assert state.ends_at
        assert state.ends_at > datetime.now(UTC) + timedelta(seconds=61)  # at most 60 without the second click
        assert not page.warning
        room = workshop_fixtures.reloaded(database, workshop)
        page.session_state[LAST_CLICK] = (room.assessment.id, room.version, "extend", None)  # its run was interrupted
        workshop_fixtures.done(database, workshop, "extend", seconds=60)
        page = click(page, "One more minute")
        assert workshop_fixtures.reloaded(database, workshop).state.ends_at == state.ends_at + timedelta(minutes=2)
        assert not page.warning
        the_button(page, "Reveal").click()
        page = click(page, "Skip for now")
        assert phase(database, workshop) == ("reveal", "P1", 1)
        assert titles(page.warning)
        room = workshop_fixtures.reloaded(database, workshop)
        page.session_state[LAST_CLICK] = (room.assessment.id, room.version, "extend", None)
        workshop_fixtures.done(database, workshop, "next", seconds=60)
        ends_at = workshop_fixtures.reloaded(database, workshop).state.ends_at
        page = click(page, "One more minute")
        assert workshop_fixtures.reloaded(database, workshop).state.ends_at == ends_at
        assert titles(page.warning)

    def test_a_window_that_only_watches_gets_one_notice(self, open_page: OpenPage, database: Database) -> None:
        """When it reruns by itself: what changed. It stays, as the buttons below it do, until the window acts."""
        workshop = workshop_fixtures.done(database, workshop_fixtures.opened(database), "begin")
        page = console(open_page, workshop)
        workshop_fixtures.done(database, workshop, "reveal")
        page = shown(page.run())
        assert titles(page.info) == [MOVED_ON_ELSEWHERE]
        assert titles(shown(page.run()).info) == [MOVED_ON_ELSEWHERE]
        assert not click(page, "Next question").info


def test_a_workshop_still_open_leads_to_its_console(open_page: OpenPage, database: Database) -> None:
    """From a link to its result, and from the survey's page."""
    workshop = workshop_fixtures.opened(database)
    page = open_page("result", assessment=workshop.assessment.id)
    assert titles(page.info) == ["This workshop is still open\\."]
    assert links(page) == ["Go to the workshop"]
    assert headers(open_page("survey", assessment=workshop.assessment.id)) == ["Lobby"]


def test_names_are_shown_as_they_were_typed(open_page: OpenPage, database: Database) -> None:
    """Markdown and HTML in a team's name are shown as typed."""
    workshop = workshop_fixtures.opened(database, team=EVIL, label=EVIL)
    for page in (
        console(open_page, workshop),
        open_page("workshop"),
        open_page("screen", assessment=workshop.assessment.id),
    ):
        assert f"{EVIL} · {EVIL}" in plain_texts(page)
        assert EVIL not in texts(page)
