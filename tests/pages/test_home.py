"""Home: where to begin, what to go on with, the demo in and out."""

from datetime import UTC, datetime, timedelta

from cxmaturity.answers import Answer
from cxmaturity.services import plans
from cxmaturity.services.assessments import closing, listing, views
from cxmaturity.services.demo import loading
from cxmaturity.store.database.engine import Database
from tests.browser.fixtures import begun, everywhere, stored
from tests.pages.conftest import OpenPage, shown
from tests.pages.reading import headers, labels, links, texts

EVIL = "<b>A</b> *b* [c](d)"
LITERAL = "\\<b\\>A\\<\\/b\\> \\*b\\* \\[c\\](d)"


def test_a_new_visitor_is_told_what_it_is_for_and_offered_all_ways_to_begin(open_page: OpenPage) -> None:
    """The title asks the question, the sentence below names the subject; two lengths, a sample, and three more ways."""
    home = open_page("home")
    assert home.title[0].value == "How well do you serve your customers, and what would improve it first?"
    shown_texts = texts(home).replace("\\", "")
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
    """The step states rule and definition; with its defaults the assessment is there, at its first question."""
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
    """Ten questions; Back leads from the step to the cards and starts nothing."""
    step = shown(open_page("home").button(key="begin-pulse-cx").click().run())
    cards = shown(step.button(key="begin-back").click().run())
    assert "begin" not in cards.query_params
    assert listing.list_assessments(database) == []
    shown(open_page("home", begin="pulse").button(key="start").click().run())
    [row] = listing.list_assessments(database)
    assert (row.assessment.scope, row.asked) == ("pulse", 10)


def test_an_address_that_names_no_way_to_begin_shows_home(open_page: OpenPage) -> None:
    """An unknown way or questionnaire: the cards, and no error."""
    for address in ({"begin": "nothing"}, {"begin": "full", "questionnaire": "nobody"}):
        assert "Start the quick check" in labels(open_page("home", **address))


def test_a_used_name_is_said_before_start_and_the_next_free_one_is_filled_in(
    open_page: OpenPage, database: Database
) -> None:
    """In any case of its letters, and only for the team that used it."""
    begun(database, team="North", label="Spring")
    step = open_page("home", begin="full")
    step.text_input(key="start-label").set_value("SPRING")
    step = shown(step.run())
    assert "North already has an assessment named “SPRING”" in str(step.info[-1].value).replace("\\", "")
    step = shown(step.button(key="start-free-label").click().run())
    assert step.text_input(key="start-label").value == "SPRING (2)"
    assert "start-free-label" not in [b.key for b in step.button]
    step.text_input(key="start-team").set_value("South")
    step = shown(step.text_input(key="start-label").set_value("Spring").run())
    assert "start-free-label" not in [b.key for b in step.button]


def test_the_proposed_name_is_one_the_team_has_not_used(open_page: OpenPage, database: Database) -> None:
    """After a start in a quarter, the next start proposes the quarter with a number."""
    first = open_page("home", begin="full").text_input(key="start-label").value
    begun(database, team="North", label=first)
    assert open_page("home", begin="full").text_input(key="start-label").value == f"{first} (2)"


def test_a_name_that_is_none_is_refused_in_words(open_page: OpenPage, database: Database) -> None:
    """Blanks are no name: said in place, nothing started."""
    home = open_page("home", begin="full")
    home.text_input(key="start-team").set_value("   ")
    page = shown(home.button(key="start").click().run())
    assert "The team needs a name" in page.error[0].proto.title
    assert labels(page)[-2:] == ["Start", "Back"]  # the rest of the page stands
    assert listing.list_assessments(database) == []


def test_each_own_team_has_a_card_with_one_primary_button(open_page: OpenPage, database: Database) -> None:
    """Who began last stands first. Open: how far it is, and Continue; finished: its stage, and See result.

    Level 3 everywhere is stage 3; nothing was finished before, so no change is shown.
    """
    begun(database, {"P1": 3, "P2": Answer(dont_know=True)}, team="Open team")
    begun(database, everywhere(3), team="Done team", finished=True, days_ago=2)
    home = open_page("home")
    assert home.title[0].value == "Your teams"
    assert headers(home) == ["Open team", "Done team"]
    assert [b.label for b in home.button if b.key.startswith(("continue-", "result-"))] == ["Continue", "See result"]
    said = texts(home).replace("\\", "")
    assert "Full · 2 of 38 answered · begun" in said
    assert "**Stage 3 of 5: By design**" in said
    assert "last time" not in said


def test_a_card_shows_the_change_since_last_time_and_what_is_due(open_page: OpenPage, database: Database) -> None:
    """Level 2, then 3 everywhere; two steps in the plan, the one whose date is past is next and counted overdue."""
    begun(database, everywhere(2), team="North", label="Spring", finished=True, days_ago=90)
    newest = begun(database, everywhere(3), team="North", label="Summer", finished=True, days_ago=2)
    view = views.load_view(database, newest)
    today = datetime.now(UTC).date()
    for question, days in zip(view.questions, (5, -5), strict=False):
        plans.add_to_plan(
            database, view.assessment, question, 3, "Zoë", today + timedelta(days=days), datetime.now(UTC)
        )
    said = texts(open_page("home")).replace("\\", "")
    assert "Level 3.0, up from 2.0 last time (Spring)." in said
    assert f"Next: {view.questions[1].steps[2].do.rstrip('.')}, due" in said
    assert "**1 step is overdue.**" in said


def test_continue_and_see_result_lead_there(open_page: OpenPage, database: Database) -> None:
    """To the first open question, and to the result."""
    begun(database, {"P1": 3}, team="Open team")
    [button] = [b for b in open_page("home").button if b.label == "Continue"]
    assert shown(button.click().run()).query_params["at"] == "P2"
    done = begun(database, everywhere(3), team="Done team", finished=True)
    [button] = [b for b in open_page("home").button if b.label == "See result"]
    page = shown(button.click().run())
    assert page.query_params["assessment"] == done
    assert "Stage 3 of 5: By design" in headers(page)


def test_six_teams_have_a_card_and_the_rest_at_a_click(open_page: OpenPage, database: Database) -> None:
    """Of eight the six that began last."""
    for number in range(8):
        begun(database, team=f"Team {number}", days_ago=number)
    home = open_page("home")
    assert headers(home) == [f"Team {number}" for number in range(6)]
    [toggle] = home.toggle
    assert toggle.label == "Show all 8 teams"
    assert len(headers(shown(toggle.set_value(True).run()))) == 8


def test_forty_unfinished_ones_are_listed_and_the_rest_at_a_click(open_page: OpenPage, database: Database) -> None:
    """Of 42 the newest 40 once the list is opened; the count of all stands on it, and one click shows all."""
    for number in range(42):
        begun(database, team="North", label=f"Try {number}", days_ago=number)
    home = open_page("home")
    assert "All unfinished assessments · 42" in texts(home)
    assert links(home).count("Continue") == 0
    home.session_state["unfinished"] = True  # opened
    home = shown(home.run())
    assert links(home).count("Continue") == 40
    assert ("Try 39**" in texts(home), "Try 40**" in texts(home)) == (True, False)
    [toggle] = home.toggle
    assert toggle.label == "Show all 42 unfinished assessments"
    assert links(shown(toggle.set_value(True).run())).count("Continue") == 42


def test_the_sample_result_opens_and_the_demo_goes_in_one_click(open_page: OpenPage, database: Database) -> None:
    """The demo's assessments come and go; the user's own answers, plan and card are what they were."""
    own = begun(database, {"P1": Answer(level=4, note="Ours")}, team="Parcel delivery")  # named as a team of the demo
    view = views.load_view(database, own)
    due = datetime.now(UTC).date() + timedelta(days=3)
    action = plans.add_to_plan(database, view.assessment, view.questions[0], 4, "Zoë", due, datetime.now(UTC))
    result = shown(open_page("home").button(key="demo-in").click().run())
    sample = views.load_view(database, result.query_params["assessment"]).assessment
    assert (sample.is_demo, sample.is_open, sample.scope) == (True, False, "full")
    assert len(listing.list_assessments(database)) == 12
    home = open_page("home")
    assert headers(home) == ["Parcel delivery", "Demo data"]  # own first, the demo apart
    home = shown(home.button(key="demo-out").click().run())
    assert [row.assessment.id for row in listing.list_assessments(database)] == [own]
    assert not loading.is_demo_loaded(database)
    assert "Demo data" not in headers(home)
    assert stored(database, own).answers == {"P1": Answer(level=4, note="Ours")}
    assert plans.list_plan(database, view.assessment.team_id, due) == [action]


def test_the_demo_alone_makes_nobody_a_returning_user(open_page: OpenPage, database: Database) -> None:
    """Whoever only looked at the sample is still shown the ways to begin, and the demo below them."""
    shown(open_page("home").button(key="demo-in").click().run())
    home = open_page("home")
    assert "Start the quick check" in labels(home)
    assert headers(home) == ["Demo data"]


def test_removing_takes_one_assessment_and_says_so_before(open_page: OpenPage, database: Database) -> None:
    """The other stays."""
    first, second = begun(database), begun(database)
    home = open_page("home")
    home.session_state["unfinished"] = True  # opened
    home.session_state[f"more-{first}"] = True
    home = shown(home.run())
    assert "for good" in texts(home)
    shown(home.button(key=f"remove-{first}").click().run())
    assert [row.assessment.id for row in listing.list_assessments(database)] == [second]


def test_the_other_pages_outlive_the_removal_of_what_was_looked_at(open_page: OpenPage, database: Database) -> None:
    """The session still remembers the removed assessment; plan and method must not end at it."""
    removed, kept = begun(database, team="Gone"), begun(database, team="Here")
    page = open_page("result", assessment=removed)
    closing.remove_assessment(database, removed)
    del page.query_params["assessment"]
    plan = shown(page.switch_page("plan.py").run())
    assert plan.selectbox(key="team").options == ["Gone", "Here"]
    method = shown(page.switch_page("method.py").run())
    assert "What this is not" in headers(method)
    assert [row.assessment.id for row in listing.list_assessments(database)] == [kept]


def test_what_people_type_is_shown_as_they_typed_it(open_page: OpenPage, database: Database) -> None:
    """Neither Markdown nor HTML in a name is obeyed, on any page."""
    opened = begun(database, everywhere(3), team=EVIL, label=EVIL)
    at = views.load_view(database, opened)
    now = datetime.now(UTC)
    plans.add_to_plan(database, at.assessment, at.questions[0], 3, EVIL, None, now)
    home = texts(open_page("home"))
    assert LITERAL in home
    assert EVIL not in home
    for name in ("assess", "result", "method"):
        said = texts(open_page(name, assessment=opened))
        assert f"{LITERAL} · {LITERAL}" in said, name
        assert EVIL not in said, name
    assert EVIL not in texts(open_page("plan"))
