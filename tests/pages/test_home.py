"""Home: the ways to start, what can be continued, loading and removing the demo."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from cxmaturity.answers import Answer
from cxmaturity.errors import ChangedElsewhere, NotFound
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.services import plans, teams
from cxmaturity.services.assessments import listing, removal, renaming, views
from cxmaturity.services.demo import loading
from cxmaturity.store.database.engine import Database
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms.choosers import NEW_TEAM
from cxmaturity.wording.assessments import default_label
from cxmaturity.wording.errors import NO_ASSESSMENT
from cxmaturity.wording.language.dates import format_day_short
from cxmaturity.wording.trends.team_changes import TEAM_GONE
from tests import workshop_fixtures
from tests.fixtures import QUESTIONNAIRE, begun, by_dimension, crowd, everywhere, id_of_team, stored
from tests.pages.conftest import OpenPage, expanded, run_after_restart, shown
from tests.pages.reading import announced, component_data, headers, key_of, labels, links, plain_texts, texts, titles
from tests.store.fixtures import plan_step, removed_for_good

EVIL = "<b>A</b> *b* [c](d)"
LITERAL = "\\<b\\>A\\<\\/b\\> \\*b\\* \\[c\\](d)"


def test_a_new_visitor_sees_the_purpose_and_all_ways_to_begin(open_page: OpenPage) -> None:
    """The title asks the question, the sentence below names the subject; two lengths, a sample, and three more ways."""
    home = open_page("home")
    assert home.title[0].value == "How well do you serve your customers, and what would improve it first?"
    shown_texts = plain_texts(home)
    assert "Customer experience (CX) is everything a customer lives through with you" in shown_texts
    assert "**Quick check · 10 questions**  \nAbout 10 minutes." in shown_texts
    assert "**Full · 38 questions**  \nAbout 35 minutes." in shown_texts
    assert labels(home) == [
        "Start the quick check",
        "Start the full assessment",
        "See a sample result",
        "Set up a survey",
    ]
    assert links(home) == ["Set up a workshop", "Import a file"]


def test_a_card_leads_to_the_short_step_and_start_to_the_first_question(
    open_page: OpenPage, database: Database
) -> None:
    """The step states rule and definition; with its defaults Start opens the first question."""
    step = shown(open_page("home").button(key="begin-full-cx").click().run())
    assert (step.title[0].value, dict(step.query_params)) == (
        "Full · 38 questions",
        {"begin": "full", "questionnaire": "cx"},
    )
    assert "Pick the highest statement that is wholly true today" in texts(step) + str(step.info[0].value)
    page = shown(step.button(key="start").click().run())
    [row] = listing.list_assessments(database)
    assert page.title[0].value == f"My team · {row.assessment.label.replace('_', '')}"
    assert (page.query_params["assessment"], page.query_params["at"]) == (row.assessment.id, "P1")
    assert (row.assessment.scope, row.assessment.variant, row.answered, row.asked) == ("full", "both", 0, 38)


def test_the_quick_check_asks_the_pulse(open_page: OpenPage, database: Database) -> None:
    """Ten questions; Back returns from the step to the cards and their title, and starts nothing."""
    step = shown(open_page("home").button(key="begin-pulse-cx").click().run())
    cards = shown(step.button(key="begin-back").click().run())
    assert "begin" not in cards.query_params
    assert cards.session_state["window-title"] == "Home · CX Maturity"
    assert listing.list_assessments(database) == []
    shown(open_page("home", begin="pulse").button(key="start").click().run())
    [row] = listing.list_assessments(database)
    assert (row.assessment.scope, row.asked) == ("pulse", 10)


def test_an_address_that_names_no_way_to_begin_shows_home(open_page: OpenPage) -> None:
    """For an unknown way or questionnaire: the cards, without an error."""
    for address in ({"begin": "nothing"}, {"begin": "full", "questionnaire": "nobody"}):
        assert "Start the quick check" in labels(open_page("home", **address))


def test_a_used_name_is_said_before_start_and_the_next_free_one_is_filled_in(
    open_page: OpenPage, database: Database
) -> None:
    """Whatever the case of its letters, and only for the team that used it."""
    begun(database, team="North", label="Spring")
    step = open_page("home", begin="full")
    step.text_input(key="start-label").set_value("SPRING")
    step = shown(step.run())
    assert "North already has an assessment named “SPRING”" in str(step.info[-1].value).replace("\\", "")
    step = shown(step.button(key="start-free-label").click().run())
    assert step.text_input(key="start-label").value == "SPRING (2)"
    assert "start-free-label" not in [b.key for b in step.button]
    step = shown(step.selectbox(key="start-team-choice").set_value(NEW_TEAM).run())
    step.text_input(key="start-team").set_value("South")
    step = shown(step.text_input(key="start-label").set_value("Spring").run())
    assert "start-free-label" not in [b.key for b in step.button]


def test_the_proposed_name_is_one_the_team_has_not_used(open_page: OpenPage, database: Database) -> None:
    """After a start in a quarter, the next proposal is the quarter with a number."""
    first = str(open_page("home", begin="full").text_input(key="start-label").value)
    begun(database, team="North", label=first)
    assert open_page("home", begin="full").text_input(key="start-label").value == f"{first} (2)"


def test_the_proposed_name_follows_the_team_until_it_is_changed(open_page: OpenPage, database: Database) -> None:
    """A name used by another team is free for this one; a typed name stays, also when the server was restarted."""
    first = str(open_page("home", begin="full").text_input(key="start-label").value)
    begun(database, team="North", label=first)
    begun(database, team="South", label="Spring")
    step = open_page("home", begin="full")
    assert (step.selectbox(key="start-team-choice").value, step.text_input(key="start-label").value) == (
        "North",
        f"{first} (2)",
    )
    step = shown(step.selectbox(key="start-team-choice").set_value("South").run())
    assert step.text_input(key="start-label").value == first
    step = shown(step.text_input(key="start-label").set_value("Mine").run())
    step = shown(step.selectbox(key="start-team-choice").set_value("North").run())
    assert step.text_input(key="start-label").value == "Mine"
    assert run_after_restart(step).text_input(key="start-label").value == "Mine"


def test_a_chosen_team_that_another_window_renamed(open_page: OpenPage, database: Database) -> None:
    """Neither the first team of the list takes its place, nor is it added anew under its former name.

    The page says why, keeps what was filled in, and starts once a team is chosen again.
    """
    for team in ("Alpha", "South"):
        begun(database, team=team)
    redrawn, clicked = open_page("home", begin="full"), open_page("home", begin="full")
    for page in (redrawn, clicked):
        shown(page.selectbox(key="start-team-choice").set_value("South").run())
    teams.rename_team(database, id_of_team(database, "South"), "Mill", "South")
    redrawn = shown(redrawn.text_input(key="start-label").set_value("Mine").run())
    clicked = shown(clicked.button(key="start").click().run())
    assert announced(clicked) == TEAM_GONE
    for page in (redrawn, clicked):
        assert (page.selectbox(key="start-team-choice").value, page.warning[0].value) == (None, TEAM_GONE)
    shown(redrawn.button(key="start").click().run())
    assert [team.name for team in teams.list_teams(database)] == ["Alpha", "Mill"]
    redrawn = shown(redrawn.selectbox(key="start-team-choice").set_value("Mill").run())
    assert not redrawn.warning
    shown(redrawn.button(key="start").click().run())
    newest = listing.list_assessments(database)[0].assessment
    assert (newest.team_name, newest.label) == ("Mill", "Mine")


def test_what_is_typed_for_one_length_is_kept_for_another(open_page: OpenPage, database: Database) -> None:
    """Team, kind of organisation and name, where the address leads straight to it; Back to Home drops them."""
    page = open_page("home", begin="pulse")
    page.segmented_control(key="start-variant").set_value("service")
    page.text_input(key="start-label").set_value("Mine")
    page = shown(page.text_input(key="start-team").set_value("East").run())
    page.query_params["begin"] = "full"
    page = shown(page.run())
    fields = (page.segmented_control(key="start-variant"), *page.text_input)
    assert {field.value for field in fields} == {"service", "East", "Mine"}
    page = shown(shown(page.button(key="begin-back").click().run()).button(key="begin-full-cx").click().run())
    assert page.text_input(key="start-team").value == "My team"


def test_a_team_is_chosen_from_a_list_that_ends_with_a_new_one(open_page: OpenPage, database: Database) -> None:
    """Existing teams by name; a new one needs a name, whose field is empty; an existing name makes no second team."""
    begun(database, team="South")
    begun(database, team="north")
    step = open_page("home", begin="full")
    assert step.selectbox(key="start-team-choice").options == ["north", "South", "New team"]
    assert [field.key for field in step.text_input] == ["start-label"]
    step = shown(step.selectbox(key="start-team-choice").set_value(NEW_TEAM).run())
    assert step.text_input(key="start-team").value == ""
    shown(step.text_input(key="start-team").set_value("East").run().button(key="start").click().run())
    shown(open_page("home", begin="full").button(key="start").click().run())
    assert [team.name for team in teams.list_teams(database)] == ["East", "north", "South"]


def test_a_name_that_is_none_is_refused_beneath_its_field(open_page: OpenPage, database: Database) -> None:
    """A blank name has an error at its field; the first error is announced and focused; nothing is started.

    The rest of the form stays filled in; an edited name is no longer marked.
    """
    home = open_page("home", begin="full")
    home.segmented_control(key="start-variant").set_value("service")
    home.text_input(key="start-label").set_value(" ")
    home.text_input(key="start-team").set_value("   ")
    page = shown(home.button(key="start").click().run())
    message = "needs a name of 1 to 80 characters. Change it and try again"
    assert plain_texts(page).count(message) == 2
    announcement = component_data(page, "cx_page_frame")
    assert (announcement["text"], announcement["focus"]) == (f"The team {message}.", "start-team")
    assert labels(page)[-2:] == ["Start", "Back"]
    assert page.segmented_control(key="start-variant").value == "service"
    page = shown(page.text_input(key="start-team").set_value("North").run())
    assert plain_texts(page).count(message) == 1
    shown(page.text_input(key="start-label").set_value("Spring").run().button(key="start").click().run())
    [row] = listing.list_assessments(database)
    assert (row.assessment.team_name, row.assessment.label) == ("North", "Spring")


def test_each_own_team_has_a_card_with_one_primary_button(open_page: OpenPage, database: Database) -> None:
    """The team that started last is first. Open: its progress, and Continue; closed: its stage, and See result.

    Level 3 everywhere is stage 3; without an earlier result there is no change.
    """
    begun(database, {"P1": 3, "P2": Answer(dont_know=True)}, team="Open team")
    begun(database, everywhere(3), team="Done team", finished=True, days_ago=2)
    home = open_page("home")
    assert home.title[0].value == "Your teams"
    assert headers(home) == ["Open team", "Done team"]
    ways_on = [b.label for b in home.button if (b.key or "").startswith(("continue-", "result-"))]
    assert ways_on == ["Continue :gray[Open team]", "See result :gray[Done team]"]
    message = plain_texts(home)
    assert "Full · 2 of 38 answered · begun" in message
    assert "<b>Stage 3 of 5: By design</b>" in message
    assert "last time" not in message


def test_a_card_shows_the_change_since_last_time_and_what_is_due(open_page: OpenPage, database: Database) -> None:
    """Level 2, then 3 everywhere; of two planned steps the overdue one is next and is counted."""
    begun(database, everywhere(2), team="North", label="Spring", finished=True, days_ago=90)
    newest = begun(database, everywhere(3), team="North", label="Summer", finished=True, days_ago=2)
    view = views.load_view(database, newest)
    today = datetime.now(UTC).date()
    for question, days in zip(view.questions, (5, -5), strict=False):
        plan_step(database, view.assessment, question, 3, "Zoë", today + timedelta(days=days), datetime.now(UTC))
    message = plain_texts(open_page("home"))
    assert "Level 3.0, up from 2.0 last time (Spring)." in message
    assert f"Next: {view.questions[1].steps[2].do.rstrip('.')}, due" in message
    assert ">1 step is overdue.<" in message


def test_a_card_shows_the_pulse_taken_since_the_last_full_assessment(open_page: OpenPage, database: Database) -> None:
    """The stage stays, the newer pulse stands below it with its link; an older pulse is not shown.

    A pulse of 3 everywhere is 100 · (3 - 1) / 4 = 50.
    """
    begun(database, everywhere(4), team="North", label="Old", scope="pulse", finished=True, days_ago=9)
    begun(database, everywhere(2), team="North", label="Year", finished=True, days_ago=6)
    assert "Pulse" not in plain_texts(open_page("home"))
    newest = begun(database, everywhere(3), team="North", label="Month", scope="pulse", finished=True)
    home = open_page("home")
    assert re.search(r"Stage 2 of 5: By effort.*Year · .*Pulse: 50 of 100.*Month · ", plain_texts(home))
    [pulse] = [link for link in home.page_link if link.value.startswith("See pulse")]
    assert pulse.proto.query_string == f"assessment={newest}"


def test_a_workshop_on_some_dimensions_hides_no_whole_result(open_page: OpenPage, database: Database) -> None:
    """The stage stays above the workshop, and whole results are compared with whole ones.

    The workshop ended before its first vote, so that nothing could be compared with it.
    """
    crowd(database, [2] * 5, "North", "Winter", days_ago=99)
    crowd(database, [3] * 5, "North", "Spring", days_ago=9)
    workshop = workshop_fixtures.opened(database, "North", label="Leaders", scope="full", dimensions=("leadership",))
    workshop_fixtures.done(database, workshop, "end")
    home = open_page("home")
    assert re.search(r"Stage 3 of 5: By design.*Spring · .*Leadership without a level.*Leaders · ", plain_texts(home))
    [link] = [link for link in home.page_link if link.value.startswith("See workshop")]
    assert link.proto.query_string == f"assessment={workshop.assessment.id}"
    assert "From Winter to Spring" in plain_texts(open_page("over_time"))
    crowd(database, [4] * 5, "North", "Autumn")
    assert "Level 4.0, up from 3.0 last time (Spring)." in plain_texts(open_page("home"))
    page = open_page("over_time")
    assert page.selectbox(key=key_of(page, "from")).options[-1] == "Leaders"
    assert "From Spring to Autumn" in plain_texts(page)


def test_continue_and_see_result_lead_there(open_page: OpenPage, database: Database) -> None:
    """Continue opens the first unanswered question, See result the result."""
    begun(database, {"P1": 3}, team="Open team")
    [button] = [b for b in open_page("home").button if b.label.startswith("Continue")]
    assert shown(button.click().run()).query_params["at"] == "P2"
    done = begun(database, everywhere(3), team="Done team", finished=True)
    [button] = [b for b in open_page("home").button if b.label.startswith("See result")]
    page = shown(button.click().run())
    assert page.query_params["assessment"] == done
    assert "Stage 3 of 5: By design" in headers(page)


def test_six_teams_have_a_card_and_the_rest_at_a_click(open_page: OpenPage, database: Database) -> None:
    """Of eight teams the six that started last."""
    for number in range(8):
        begun(database, team=f"Team {number}", days_ago=number)
    home = open_page("home")
    assert headers(home) == [f"Team {number}" for number in range(6)]
    [toggle] = home.toggle
    assert toggle.label == "Show all 8 teams"
    assert len(headers(shown(toggle.set_value(True).run()))) == 8


@pytest.mark.parametrize(("status", "link"), [("unfinished", "Continue"), ("finished", "Result")])
def test_forty_are_listed_and_the_rest_at_a_click(
    open_page: OpenPage, database: Database, status: str, link: str
) -> None:
    """Of 42 the newest 40 when the list is opened; it states the total, and one click shows all."""
    for number in range(42):
        begun(database, team="North", label=f"Try {number}", days_ago=number, finished=status == "finished")
    home = open_page("home")
    assert f"All {status} assessments · 42" in texts(home)
    assert links(home).count(link) == 0
    home = expanded(home, status)
    assert links(home).count(link) == 40
    assert ("Try 39**" in texts(home), "Try 40**" in texts(home)) == (True, False)
    [toggle] = home.toggle
    assert toggle.label == f"Show all 42 {status} assessments"
    assert links(shown(toggle.set_value(True).run())).count(link) == 42


def test_the_sample_result_opens_and_the_demo_goes_in_one_click(open_page: OpenPage, database: Database) -> None:
    """The demo is loaded and removed; the user's own answers, plan and card stay the same."""
    assessment = begun(
        database, {"P1": Answer(level=4, note="Ours")}, team="Parcel delivery"
    )  # named as a team of the demo
    view = views.load_view(database, assessment)
    due = datetime.now(UTC).date() + timedelta(days=3)
    action = plan_step(database, view.assessment, view.questions[0], 4, "Zoë", due, datetime.now(UTC))
    result = shown(open_page("home").button(key="demo-in").click().run())
    sample = views.load_view(database, result.query_params["assessment"]).assessment
    assert (sample.is_demo, sample.is_open, sample.scope) == (True, False, "full")
    assert len(listing.list_assessments(database)) == 12
    home = open_page("home")
    assert headers(home) == ["Parcel delivery", "Demo data"]  # own first, the demo apart
    home = shown(home.button(key="demo-out").click().run())
    assert [row.assessment.id for row in listing.list_assessments(database)] == [assessment]
    assert not loading.is_demo_loaded(database)
    assert "Demo data" not in headers(home)
    assert stored(database, assessment).answers == {"P1": Answer(level=4, note="Ours")}
    assert plans.list_plan(database, view.assessment.team_id, due) == [action]


def test_the_demo_alone_makes_nobody_a_returning_user(open_page: OpenPage, database: Database) -> None:
    """With only the demo loaded, Home shows the ways to start, and the demo below them."""
    shown(open_page("home").button(key="demo-in").click().run())
    home = open_page("home")
    assert "Start the quick check" in labels(home)
    assert headers(home) == ["Demo data"]


def test_a_card_shows_a_small_profile_with_its_lowest(open_page: OpenPage, database: Database) -> None:
    """Levels 3, 2, 3, 4 and 5 on 1 to 5 are bars of 50, 25, 50, 75 and 100 %; the lowest is named in words, too."""
    rows = [[level] * len(d.questions) for level, d in zip((3, 2, 3, 4, 5), QUESTIONNAIRE.dimensions, strict=True)]
    begun(database, by_dimension(*rows), team="North", finished=True)
    message = texts(open_page("home"))
    assert re.findall(r"--level:([\d.]+%)", message) == ["50.0%", "25.0%", "50.0%", "75.0%", "100.0%"]
    assert "Lowest: Operations" in message
    assert (
        'aria-label="People 3.0, Operations 2.0, Channels 3.0, Social responsibility (CSR) 4.0, Leadership 5.0"'
        in message
    )
    begun(database, {"P1": 3}, team="South", finished=True)
    assert "1 of 38 questions rated</small>" in texts(open_page("home"))


def test_the_sample_is_drawn_from_its_numbers(open_page: OpenPage, database: Database) -> None:
    """Stage and bars on Home equal those of the result that the button opens; drawing them stores nothing."""
    home = open_page("home")
    assert listing.list_assessments(database) == []
    drawn = re.findall(r'class="cx-bar-value" aria-hidden="true">([\d.]+)<', texts(home))
    stage = next(m.value.split("**")[1] for m in home.markdown if "What you get" in m.value)
    result = shown(home.button(key="demo-in").click().run())
    assert stage in [h.value for h in result.header]
    assert len(drawn) == 5
    assert re.findall(r'class="cx-bar-value" aria-hidden="true">([\d.]+)<', texts(result)) == drawn


def test_from_nine_teams_on_they_are_searched_and_sorted(open_page: OpenPage, database: Database) -> None:
    """With eight teams there is no search; of nine two contain "an", ignoring case and accents.

    They are sorted by name, with accents among those without, or by date.
    """
    for number, name in enumerate(["Änna", "Bea", "Cora", "Dana", "Eva", "Fay", "Gil", "Hal"]):
        begun(database, team=name, days_ago=number)
    assert "find-team" not in [field.key for field in open_page("home").text_input]
    begun(database, team="Zoë")
    home = open_page("home")
    assert headers(home) == ["Zoë", "Änna", "Bea", "Cora", "Dana", "Eva"]
    home = shown(home.segmented_control(key="team-order").set_value("By name").run())
    assert headers(home) == ["Änna", "Bea", "Cora", "Dana", "Eva", "Fay"]
    home = shown(home.text_input(key="find-team").set_value(" AN ").run())
    assert headers(home) == ["Änna", "Dana"]
    assert "2 of 9 teams" in texts(home)


def opened_list(open_page: OpenPage, name: str, *more: str) -> AppTest:
    """Return Home with the list of all assessments open, and “More” open for some of them."""
    return expanded(open_page("home"), name, *(f"more-{assessment_id}" for assessment_id in more))


def test_an_assessment_is_renamed(open_page: OpenPage, database: Database) -> None:
    """To a valid name; a name that another window has stored since is not overwritten."""
    opened = begun(database, team="North", label="Spring")
    home = opened_list(open_page, "unfinished", opened)
    home.text_input(key=f"rename-{opened}").set_value(" ")
    home = shown(home.button(key=f"save-rename-{opened}").click().run())
    assert "The assessment needs a name" in texts(home)
    home.text_input(key=f"rename-{opened}").set_value("Summer")
    home = shown(home.button(key=f"save-rename-{opened}").click().run())
    assert announced(home) == "It is called “Summer” now."
    assert views.load_view(database, opened).assessment.label == "Summer"
    renaming.rename_assessment(database, opened, "Autumn", "Summer")
    with pytest.raises(ChangedElsewhere, match="“Autumn”"):
        renaming.rename_assessment(database, opened, "Winter", "Summer")
    assert views.load_view(database, opened).assessment.label == "Autumn"


def test_a_removed_assessment_comes_back_by_undo(open_page: OpenPage, database: Database) -> None:
    """With its answers; the other one stays; Undo disappears after its use."""
    first, second = begun(database, {"P1": 4}, team="North", label="Spring"), begun(database)
    home = opened_list(open_page, "unfinished", first)
    home = shown(home.button(key=f"remove-{first}").click().run())
    assert [row.assessment.id for row in listing.list_assessments(database)] == [second]
    assert announced(home) == "“Spring” of North is removed."
    home = shown(home.button(key="removed-undo").click().run())
    assert {row.assessment.id for row in listing.list_assessments(database)} == {first, second}
    assert stored(database, first).answers == {"P1": Answer(level=4)}
    assert "removed-undo" not in [b.key for b in home.button]


def test_removed_ones_are_put_back_later_or_removed_for_good(open_page: OpenPage, database: Database) -> None:
    """From the list of removed assessments in any window, also if there are no others."""
    back, gone = begun(database, team="North", label="Back"), begun(database, team="North", label="Gone")
    for assessment_id in (back, gone):
        removal.remove_assessment(database, assessment_id, datetime.now(UTC))
    assert "All removed assessments · 2" in texts(open_page("home"))
    home = shown(opened_list(open_page, "removed").button(key=f"remove-for-good-{gone}").click().run())
    assert announced(home) == "“Gone” of North is removed for good."
    with pytest.raises(NotFound):
        removal.restore_assessment(database, gone)
    shown(opened_list(open_page, "removed").button(key=f"put-back-{back}").click().run())
    assert [row.assessment.id for row in listing.list_assessments(database)] == [back]
    assert removal.list_removed(database) == []


def test_the_next_round_asks_the_same_of_the_same_team(open_page: OpenPage, database: Database) -> None:
    """From the card of a closed pulse: a pulse of the same team and variant with a free name, at its first question.

    Where a newer version of the questionnaire is published, the step says that it asks the former one.
    """
    older = Questionnaire.model_validate(QUESTIONNAIRE.model_dump() | {"version": "2.0.0"})
    last = begun(database, {"P1": 3}, team="North", scope="pulse", finished=True, questionnaire=older)
    home = open_page("home")
    step = shown(next(b for b in home.button if b.label.startswith("Next round")).click().run())
    assert step.title[0].value == "Next round · North"
    newer = f"A new assessment asks version {QUESTIONNAIRE.version}; its results compare with these."
    assert f"It asks version 2.0.0 of the questionnaire, as before. {newer}" in plain_texts(step)
    page = shown(step.button(key="start").click().run())
    row = views.load_view(database, page.query_params["assessment"]).assessment
    before = views.load_view(database, last).assessment
    assert (row.team_id, row.scope, row.variant, row.digest, row.mode) == (
        before.team_id,
        "pulse",
        before.variant,
        before.digest,
        "solo",
    )
    assert (row.label, row.is_open) == (default_label(datetime.now(UTC).date()), True)


def test_a_next_round_that_is_refused_leaves_its_step_standing(open_page: OpenPage, database: Database) -> None:
    """For an unknown assessment: a message with a link to Home; for a blank name: an error at the field.

    Nothing is started.
    """
    last = begun(database, {"P1": 3}, team="North", finished=True)
    step = open_page("home", begin="next", assessment=last)
    step.text_input(key="start-label").set_value(" ")
    step = shown(step.button(key="start").click().run())
    assert labels(step) == ["Start the next round", "Back"]
    assert len(listing.list_assessments(database)) == 1
    assert titles(open_page("home", begin="next", assessment="none").info) == [plain(NO_ASSESSMENT[0])]


def test_what_another_window_did_meanwhile_is_not_undone(open_page: OpenPage, database: Database) -> None:
    """An assessment that it put back is not removed for good; of one that it removed no next round is asked for."""
    first, second = begun(database), begun(database)
    removal.remove_assessment(database, first, datetime.now(UTC))
    late, later = opened_list(open_page, "removed"), opened_list(open_page, "unfinished", second)
    removal.restore_assessment(database, first)
    removal.remove_assessment(database, second, datetime.now(UTC))
    late = shown(late.button(key=f"remove-for-good-{first}").click().run())
    assert announced(late) == "This assessment was put back in another window. Nothing was removed."
    assert [row.assessment.id for row in listing.list_assessments(database)] == [first]
    later = shown(later.button(key=f"next-{second}").click().run())
    assert announced(later) == NO_ASSESSMENT[0]
    assert titles([*later.info, *later.error]) == [plain(NO_ASSESSMENT[0])]


def test_the_other_pages_outlive_the_removal_of_what_was_looked_at(open_page: OpenPage, database: Database) -> None:
    """Plan and Method work although the session still refers to the removed assessment."""
    removed, kept = begun(database, team="Gone"), begun(database, team="Here")
    page = open_page("result", assessment=removed)
    removed_for_good(database, removed)
    del page.query_params["assessment"]
    plan = shown(page.switch_page("plan.py").run())
    assert plan.selectbox(key="team").options == ["Gone", "Here"]
    method = shown(page.switch_page("method.py").run())
    assert "What this is not" in headers(method)
    assert [row.assessment.id for row in listing.list_assessments(database)] == [kept]


def test_what_people_type_is_shown_as_they_typed_it(open_page: OpenPage, database: Database) -> None:
    """Markdown and HTML in a name are shown as typed on every page."""
    opened = begun(database, everywhere(3), team=EVIL, label=EVIL)
    view = views.load_view(database, opened)
    now = datetime.now(UTC)
    plan_step(database, view.assessment, view.questions[0], 3, EVIL, None, now)
    home = texts(open_page("home"))
    assert LITERAL in home
    assert EVIL not in home
    for name in ("assess", "result", "method"):
        message = texts(open_page(name, assessment=opened))
        assert f"{LITERAL} · {LITERAL}" in message, name
        assert EVIL not in message, name
    assert EVIL not in texts(open_page("plan"))


def test_what_is_due_next_over_all_teams(open_page: OpenPage, database: Database) -> None:
    """The steps of two teams in order of their dates, overdue ones marked and counted.

    With one team the list is absent.
    """
    now = datetime.now(UTC)
    today = now.date()
    bakers = begun(database, everywhere(2), team="Bakers", finished=True)
    first = views.load_view(database, bakers)
    plan_step(database, first.assessment, first.questions[0], 2, "Ana", today + timedelta(days=9), now)
    assert "Due next" not in headers(open_page("home"))
    millers = views.load_view(database, begun(database, everywhere(2), team="Millers", finished=True))
    plan_step(database, millers.assessment, millers.questions[1], 2, "Bo", today - timedelta(days=2), now)
    plan_step(database, millers.assessment, millers.questions[2], 2, "Cy", None, now)
    page = open_page("home")
    assert "Due next" in headers(page)
    shown_text = plain_texts(page)
    assert "**1 step is overdue.**" in shown_text
    assert f"**{format_day_short(today - timedelta(days=2))}, overdue** · " in shown_text
    due = shown_text[shown_text.index("**1 step is overdue.**") :]
    assert due.index("· Bo") < due.index("· Ana")
    assert "· Cy" not in due
    assert {"Plan of Bakers", "Plan of Millers"} <= set(links(page))
