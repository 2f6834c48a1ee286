"""A survey for its owner: started on Home, followed and closed on its page, its result as far as it may be shown."""

import re
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from cxmaturity.answers import Answer, Privacy, Role
from cxmaturity.files.answers_table import RespondentAnswers
from cxmaturity.services.assessments import listing, next_round
from cxmaturity.services.imports import rounds
from cxmaturity.services.surveys import admission, participation
from cxmaturity.store.database.engine import Database
from cxmaturity.ui.shared.frame import session
from cxmaturity.wording.language.dates import format_day
from tests.build import leaders_and_others
from tests.pages.conftest import OpenPage, expanded, shown
from tests.pages.reading import elements, headers, key_of, labels, links, plain_texts, titles
from tests.pages.surveys import NOW, answer, started
from tests.store.fixtures import shipped


def closed_survey(
    database: Database, levels: list[int], privacy: Privacy, roles: list[Role | None] | None = None
) -> str:
    """Store a closed survey in which each person gave one level to every question; return its id."""
    people = [
        RespondentAnswers(f"Person {i}", roles[i] if roles else None, {q.id: Answer(level=x, note="*hm* <b>")
                                                             for q in shipped().questions})
        for i, x in enumerate(levels)
    ]  # fmt: skip
    then = NOW - timedelta(days=1)
    return rounds.import_round(database, shipped(), "Bakers", "Spring", "service", people, privacy, then, NOW)


def test_several_people_begin_on_home(open_page: OpenPage, database: Database) -> None:
    """Anonymous by default; after Start the survey's page shows the common link."""
    home = open_page("home", begin="survey")
    assert home.radio(key="start-privacy").value == "anonymous"
    assert home.checkbox(key="start-roles").disabled  # 8 people are too few to be shown apart
    home.number_input(key="start-expected").set_value(12)
    home = shown(home.run())
    assert not home.checkbox(key="start-roles").disabled
    page = shown(home.button(key="start").click().run())
    assert headers(page) == ["So far", "Invite", "When", "Close"]
    [row] = [r.assessment for r in listing.list_assessments(database)]
    assert page.code[1].value.endswith(f"/join/{row.invitation}")
    assert (row.mode, row.privacy, row.expected, row.asks_role) == ("survey", "anonymous", 12, False)
    assert "who answered is not known" in plain_texts(page)


def test_a_survey_removed_elsewhere_leaves_its_page_as_a_whole(database: Database) -> None:
    """The part that follows the answers lets the whole page run again, which otherwise would keep link and deadline."""

    def page() -> None:
        import streamlit as st

        from cxmaturity.ui.surveys.progress import survey_progress

        is_first = "ran" not in st.session_state
        st.session_state["ran"] = True
        st.header("Before" if is_first else "Again")
        if is_first:
            survey_progress("removed")

    again = shown(AppTest.from_function(page).run())
    assert (headers(again), titles(again.info)) == (["Again"], [])


def test_names_get_personal_links_that_are_shown_once(open_page: OpenPage, database: Database) -> None:
    """On the page after Start; another window offers to make new ones, which invalidate the earlier.

    Not once everybody has begun: a new link is for those who have not.
    """
    home = open_page("home", begin="survey")
    home = shown(home.radio(key="start-privacy").set_value("open").run())
    home = shown(home.text_area(key="start-names").set_value("Ana\n\nBen B.\n").run())
    page = shown(home.button(key="start").click().run())
    assert [line.split(": ")[0] for line in page.code[1].value.splitlines()] == ["Ana", "Ben B."]
    assert all(re.search(r"\?code=(\w{4}-){3}\w{4}$", line) for line in page.code[1].value.splitlines())
    assert "Not yet: Ana, Ben B." in plain_texts(page).replace("*", "")
    [row] = listing.list_assessments(database)
    other = open_page("survey", assessment=row.assessment.id)
    assert not any("?code=" in code.value for code in other.code)
    renewed = shown(other.button(key=key_of(other, "renew-links")).click().run())
    assert renewed.code[1].value != page.code[1].value
    survey = participation.survey_by_invitation(database, str(row.assessment.invitation))
    for line in renewed.code[1].value.splitlines():
        participation.begin_participation(database, survey, line.rpartition("=")[2], line.split(": ")[0], None, NOW)
    page = open_page("survey", assessment=row.assessment.id)
    assert "Not yet: Ana, Ben B." in plain_texts(page).replace("*", "")
    assert "renew-links" not in " ".join(str(button.key) for button in page.button)


def test_nothing_is_shown_before_closing(open_page: OpenPage, database: Database) -> None:
    """The result page links to the survey; neither page shows an answer or a level."""
    survey = started(database, "anonymous")
    answer(database, survey, "", {"P1": 2})
    result = open_page("result", assessment=survey.assessment.id)
    assert titles(result.info) == ["This survey is still open\\."]
    assert links(result) == ["Go to the survey"]
    page = open_page("survey", assessment=survey.assessment.id)
    assert "1 person has answered, of 6 expected · 0 handed in" in plain_texts(page).replace("*", "")
    assert "Fewer than 5 people have answered." in plain_texts(page)
    shown_parts = [part.type for part in page.main if part.type in ("expander", "warning")]
    assert shown_parts[-2:] == ["expander", "warning"]  # below the button, which its going would move
    assert "level" not in plain_texts(page).lower()


def test_closing_leads_to_the_result(open_page: OpenPage, database: Database) -> None:
    """In two steps; the group's level is the middle answer of 2, 3, 5."""
    survey = started(database)
    for name, level in (("Ana", 2), ("Ben", 3), ("Cem", 5)):
        answer(database, survey, name, {q.id: level for q in shipped().questions})
    page = open_page("survey", assessment=survey.assessment.id)
    result = shown(page.button(key=key_of(page, "close-survey")).click().run())
    assert "3 people answered with their names, of 6 expected." in plain_texts(result)
    assert "Stage 3 of 5: By design" in headers(result)
    assert "Agreement" in headers(result)
    again = open_page("survey", assessment=survey.assessment.id)
    assert "This survey is closed." in plain_texts(again)
    assert links(again) == ["See the result"]


def test_a_sealed_result_shows_nothing_but_why(open_page: OpenPage, database: Database) -> None:
    """Four people: no level, answer or chart, and the reason; it can be reopened."""
    page = open_page("result", assessment=closed_survey(database, [1, 2, 3, 4], "anonymous"))
    assert titles(page.info) == ["Sealed to protect those who answered"]
    assert headers(page) == ["Download and share"]  # the export shows no more than the page
    assert page.get("plotly_chart") == []
    page = shown(page.button(key=key_of(page, "reopen")).click().run())
    page = shown(page.button(key=key_of(page, "reopen-now")).click().run())
    assert headers(page)[0] == "So far"


def test_a_shown_anonymous_result_cannot_be_reopened(open_page: OpenPage, database: Database) -> None:
    """Five people: a sixth person's answer would be the difference."""
    assert "Reopen" not in labels(open_page("result", assessment=closed_survey(database, [1, 2, 3, 4, 4], "anonymous")))
    assert "Reopen" in labels(open_page("result", assessment=closed_survey(database, [1, 2, 3, 4, 4], "open")))


@pytest.mark.parametrize("privacy", ["open", "anonymous"])
def test_the_comments_of_people(open_page: OpenPage, database: Database, privacy: Privacy) -> None:
    """With names in open mode, without in anonymous mode; markup is shown as typed."""
    page = open_page("result", assessment=closed_survey(database, [2, 3, 3, 4, 5], privacy))
    [box] = [e for e in page.expander if e.label.startswith(("Who chose", "What people wrote"))]
    assert (box.label == "Who chose what, and what they wrote") == (privacy == "open")
    shown_text = plain_texts(expanded(page, "said"))
    assert ("Person 0: 2 · Person 1: 3" in shown_text) == (privacy == "open")
    assert "*hm* <b>" in shown_text


def test_a_level_is_agreed_on(open_page: OpenPage, database: Database) -> None:
    """With its reason beside the votes; it can be undone."""
    page = open_page("result", assessment=closed_survey(database, [2, 3, 3, 4, 5], "open"))
    page = expanded(page, "agree")
    chosen = page.selectbox(key=key_of(page, "agree-question")).value
    page.radio(key=key_of(page, f"agree-level-{chosen}")).set_value(5)
    page.text_area(key=key_of(page, f"agree-reason-{chosen}")).set_value("We saw it.")
    page = shown(page.button(key=key_of(page, f"agree-keep-{chosen}")).click().run())
    assert "Agreed on level 5 (votes: 3): We saw it." in plain_texts(page).replace("*", "")
    page = shown(page.button(key=key_of(page, f"agree-drop-{chosen}")).click().run())
    assert "Agreed on level" not in plain_texts(page)


def test_a_second_anonymous_result_too_soon_is_announced(open_page: OpenPage, database: Database) -> None:
    """Where a survey or workshop is started, and where the survey is closed; not in open mode.

    On the day on which the 14 days end, it stays hidden until the hour of the first: the day after is the first whole.
    """
    closed_survey(database, [3] * 5, "anonymous")
    day = NOW - timedelta(days=1)
    until = f"Another one before {format_day(session.day_of(day + timedelta(days=15)))} stays hidden"
    home = open_page("home", begin="survey")
    assert until in plain_texts(home)
    assert until not in plain_texts(shown(home.radio(key="start-privacy").set_value("open").run()))
    workshop = open_page("workshop")
    assert until in plain_texts(workshop)
    workshop = shown(workshop.button(key="start").click().run())
    assert any("less than 14 days ago" in title for title in titles(workshop.error))
    survey = started(database, "anonymous")
    assert until in plain_texts(open_page("survey", assessment=survey.assessment.id))


def test_leaders_and_others(open_page: OpenPage, database: Database) -> None:
    """Six leaders vote 4, six others 2: two levels apart everywhere."""
    roles = leaders_and_others(6, 6)
    page = open_page("result", assessment=closed_survey(database, [4] * 6 + [2] * 6, "anonymous", roles))
    sentence = "Leaders and everyone else differ on all 38 questions; leaders are always higher."
    assert sentence in plain_texts(page)


@pytest.mark.parametrize("named", ["", "nothing"])
def test_a_bad_link(open_page: OpenPage, database: Database, named: str) -> None:
    """The page says what happened and where to go."""
    page = open_page("survey", **({"assessment": named} if named else {}))
    assert len(page.info) == 1
    assert links(page) == ["Go to Home"]


def test_more_people_than_expected_ask_on_the_page(open_page: OpenPage, database: Database) -> None:
    """A sentence and a choice; admitted, the sentence is gone; a locked survey says so and can be unlocked."""
    survey = started(database, "anonymous", expected=2)
    page = open_page("survey", assessment=survey.assessment.id)
    assert "to take part" not in plain_texts(page)
    for number in range(2):
        admission.request_admission(database, survey.assessment.id, f"visitor {number}")
    page = open_page("survey", assessment=survey.assessment.id)
    assert "2 people ask to take part, beyond the 2 you expected." in plain_texts(page)
    page = shown(page.button(key=key_of(page, "admission-let-in")).click().run())
    assert "to take part, beyond" not in plain_texts(page)
    admission.request_admission(database, survey.assessment.id, "visitor 3")
    page = open_page("survey", assessment=survey.assessment.id)
    assert "1 person asks to take part, beyond the 4 you expected." in plain_texts(page)
    page = shown(page.button(key=key_of(page, "admission-lock")).click().run())
    assert "Nobody else can take part." in plain_texts(page)
    page = shown(page.button(key=key_of(page, "admission-unlock")).click().run())
    assert "Nobody else can take part." not in plain_texts(page)


def test_more_people_than_slips_are_made_at_once(open_page: OpenPage, database: Database) -> None:
    """A survey for two thousand proposes as many slips as are made; more names than may be invited are refused."""
    page = open_page("survey", assessment=started(database, "anonymous", expected=2000).assessment.id)
    assert page.number_input(key=key_of(page, "slips-None")).value == 1000
    page = shown(open_page("home", begin="survey").radio(key="start-privacy").set_value("open").run())
    page = shown(page.text_area(key="start-names").set_value("\n".join(map(str, range(10_001)))).run())
    page = shown(page.button(key="start").click().run())
    assert titles(page.error) == [r"A survey is for 2 to 10,000 people\."]


def test_slips_are_made_on_the_page(open_page: OpenPage, database: Database) -> None:
    """The page to print is offered only in the window that made them; others see the count. Open mode has none.

    The next round needs new ones, as its page says.
    """
    survey = started(database, "anonymous")
    page = open_page("survey", assessment=survey.assessment.id)
    assert "The app counts browsers, not people" in plain_texts(page)
    assert page.number_input(key=key_of(page, "slips-None")).value == 6
    page.number_input(key=key_of(page, "slips-None")).set_value(3)
    page = shown(page.button(key=key_of(page, "slips-make")).click().run())
    assert "0 of 3 slips were used. Which ones is not known." in plain_texts(page)
    assert [button.label for button in elements(page, "download_button")] == ["Save the page with slips"]
    other = open_page("survey", assessment=survey.assessment.id)
    assert "0 of 3 slips were used." in plain_texts(other)
    assert other.get("download_button") == []
    assert "slips" not in plain_texts(open_page("survey", assessment=started(database, label="Open").assessment.id))
    again = next_round.start_next_round(database, survey.assessment.id, "Summer", NOW).assessment_id
    page = open_page("survey", assessment=again)
    assert "No slip of this round is made yet." in plain_texts(page)
    assert page.number_input(key=key_of(page, "slips-0")).value == 6
