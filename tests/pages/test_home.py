"""Home: where to begin, what to go on with, the demo in and out."""

from datetime import UTC, datetime, timedelta

from cxmaturity.answers import Answer
from cxmaturity.services import plans
from cxmaturity.services.assessments import closing, listing, views
from cxmaturity.services.demo import loading
from cxmaturity.store.engine import Database
from tests.browser.fixtures import begun, everywhere, stored
from tests.pages.conftest import OpenPage, shown
from tests.pages.reading import headers, labels, links, texts

EVIL = "<b>A</b> *b* [c](d)"
LITERAL = "\\<b\\>A\\<\\/b\\> \\*b\\* \\[c\\](d)"


def test_an_empty_database_offers_all_ways_to_begin(open_page: OpenPage) -> None:
    """Nothing to go on with and nothing finished: assess yourself, run a workshop, or look around."""
    home = open_page("home")
    assert headers(home) == ["Assess yourself", "Run a workshop"]
    assert links(home) == ["Set up a workshop"]
    assert labels(home) == ["Start", "Look around with demo data"]
    assert home.radio(key="start-scope").value == "full"


def test_one_click_starts(open_page: OpenPage, database: Database) -> None:
    """With the defaults untouched: an assessment is there, and its first question is on the page and in the address."""
    page = shown(open_page("home").button(key="start").click().run())
    [row] = listing.list_assessments(database)
    assert page.title[0].value == f"My team · {row.assessment.label.replace('_', '')}"
    assert (page.query_params["assessment"], page.query_params["at"]) == (row.assessment.id, "P1")
    assert (row.assessment.scope, row.assessment.variant, row.answered, row.asked) == ("full", "both", 0, 38)


def test_a_name_that_is_none_is_refused_in_words(open_page: OpenPage, database: Database) -> None:
    """Blanks are no name: said in place, nothing started."""
    home = open_page("home")
    home.text_input(key="start-team").set_value("   ")
    page = shown(home.button(key="start").click().run())
    assert "The team needs a name" in page.error[0].proto.title
    assert listing.list_assessments(database) == []


def test_unfinished_work_stands_before_what_is_finished(open_page: OpenPage, database: Database) -> None:
    """Each with how far it is; only the unfinished has a way to go on."""
    begun(database, {"P1": 3, "P2": Answer(dont_know=True)}, team="Open team")
    begun(database, everywhere(3), team="Done team", finished=True, days_ago=2)
    home = open_page("home")
    assert headers(home) == ["Continue where you left off", "Assess yourself", "Run a workshop", "Finished"]
    assert links(home) == ["Continue", "Result", "Set up a workshop", "Compare over time", "Result"]
    said = texts(home)
    assert "**Open team · Spring**" in said
    assert "Full · 2 of 38 answered · begun" in said
    assert "Full · 38 of 38 answered · finished" in said


def test_forty_unfinished_ones_are_shown_and_the_rest_at_a_click(open_page: OpenPage, database: Database) -> None:
    """Of 42 the newest 40; the count of all stands beside them, and one click shows all."""
    for number in range(42):
        begun(database, team=f"Team {number}", days_ago=number)
    home = open_page("home")
    assert links(home).count("Continue") == 40
    assert ("**Team 39 · Spring**" in texts(home), "**Team 40 · Spring**" in texts(home)) == (True, False)
    [toggle] = home.toggle
    assert toggle.label == "Show all 42 unfinished assessments"
    assert links(shown(toggle.set_value(True).run())).count("Continue") == 42


def test_demo_in_and_out_in_one_click_each(open_page: OpenPage, database: Database) -> None:
    """Eleven assessments come and go; the user's own answers, aims and plan are what they were."""
    own = begun(database, {"P1": Answer(level=4, note="Ours")}, team="Parcel delivery")  # named as a team of the demo
    at = views.load_view(database, own)
    due = datetime.now(UTC).date() + timedelta(days=3)
    action = plans.add_to_plan(database, at.assessment, at.questions[0], 4, "Zoë", due, datetime.now(UTC))
    home = shown(open_page("home").button(key="demo-in").click().run())
    assert len(listing.list_assessments(database)) == 12
    assert "demo-in" not in [b.key for b in home.button]
    home = shown(home.button(key="demo-out").click().run())
    assert [row.assessment.id for row in listing.list_assessments(database)] == [own]
    assert not loading.is_demo_loaded(database)
    assert labels(home)[-1] == "Look around with demo data"
    assert stored(database, own).answers == {"P1": Answer(level=4, note="Ours")}
    assert plans.list_plan(database, at.assessment.team_id, due) == [action]


def test_removing_takes_one_assessment_and_says_so_before(open_page: OpenPage, database: Database) -> None:
    """The other stays."""
    first, second = begun(database), begun(database)
    home = open_page("home")
    home.session_state[f"more-{first}"] = True  # opened
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
    for name in ("home", "assess", "result", "method"):
        said = texts(open_page(name, assessment=opened))
        assert f"{LITERAL} · {LITERAL}" in said, name
        assert EVIL not in said, name
    assert EVIL not in texts(open_page("plan"))
