"""Over time: nothing, one and several finished assessments; the parts of a change add up on the page."""

import re
from html import unescape

from cxmaturity.answers import Answer
from cxmaturity.store.engine import Database
from tests.browser.given import begun, everywhere
from tests.pages.conftest import OpenPage, shown
from tests.pages.look import headers, links, texts


def test_without_any_team(open_page: OpenPage) -> None:
    """The way to begin."""
    page = open_page("over_time")
    assert "There is nothing to compare yet." in texts(page)
    assert links(page) == ["Start on Home"]


def test_without_a_finished_assessment(open_page: OpenPage, database: Database) -> None:
    """One that is open, or a pulse, is not a milestone."""
    begun(database, everywhere(3), team="Bakers")
    begun(database, everywhere(3), team="Bakers", scope="pulse", finished=True)
    page = open_page("over_time")
    assert "Bakers has finished no full assessment yet." in texts(page)
    assert headers(page) == []


def test_one_is_a_beginning(open_page: OpenPage, database: Database) -> None:
    """Its levels are shown, and what the next one will bring."""
    begun(database, everywhere(3), team="Bakers", label="Spring", finished=True)
    page = open_page("over_time")
    assert headers(page) == ["The levels"]
    assert "Overall level in Spring: 3.0." in texts(page).replace("\\", "")
    assert "With the next finished assessment" in texts(page)


def test_two_are_compared_and_the_parts_add_up(open_page: OpenPage, database: Database) -> None:
    """P1 rose from 3 to 5 and P2 came in at 1: 2/7 = 0.29 by the answer, from 23/7 = 3.29 to 24/8 = 3.00 by P2.

    Overall from 3 to 3. Both rounded parts add up to the rounded change of 0.00.
    """
    note = Answer(level=5, note="Since *March*", evidence="Rota")
    begun(database, everywhere(3) | {"P2": None}, team="Bakers", label="Spring", finished=True, days_ago=90)
    begun(database, everywhere(3) | {"P1": note, "P2": 1}, team="Bakers", label="Summer", finished=True)
    page = open_page("over_time")
    said = texts(page).replace("\\", "")
    assert "Overall level 3.0 in Summer, 3.0 in Spring." in said
    assert "Like for like, People rose most, by 0.29." in said
    rows = re.findall(r"<tr>(?:<td>(.*?)</td>)+?</tr>", said)
    assert len(rows) == 5
    cells = re.findall(r"<td>(.*?)</td>", unescape(said))[:7]
    assert cells == ["People", "3.00", "3.00", "+0.00", "+0.29", "-0.29", "+0.00"]
    assert "there is no verdict" in said
    page.session_state["moved-people"] = True
    said = texts(shown(page.run())).replace("\\", "")
    assert "**Then:** 3 By design" in said
    assert "**Now:** 5 By nature · Since *March* · Rota" in said
    assert "**Rated now, not then:** P2" in said


def test_any_two_can_be_chosen(open_page: OpenPage, database: Database) -> None:
    """Of three with the same name each is told by its date; the later is always after the earlier."""
    for level, days in ((2, 180), (3, 90), (4, 0)):
        begun(database, everywhere(level), team="Bakers", label="Quarter", finished=True, days_ago=days)
    page = open_page("over_time")
    earlier, later = page.selectbox(key="from"), page.selectbox(key="to")
    assert (len(set(earlier.options)), len(later.options)) == (2, 1)
    assert "by 1.00." in texts(page).replace("\\", "")
    page = shown(earlier.select_index(0).run())
    assert len(page.selectbox(key="to").options) == 2
    assert "by 2.00." in texts(shown(page.selectbox(key="to").select_index(1).run())).replace("\\", "")
