"""What a later comparison could detect stands beside the expected number and follows it."""

from tests.pages.conftest import OpenPage, shown
from tests.pages.reading import plain_texts

TOO_FEW = "people are too few to tell later whether a change is real."


def test_where_a_survey_is_begun(open_page: OpenPage) -> None:
    """Eight anonymous people are too few, thirty are enough, and linked answers detect smaller changes.

    A pulse has no levels to compare.
    """
    home = open_page("home", begin="full")
    assert TOO_FEW not in plain_texts(home)  # one person gets no verdict
    home = open_page("home", begin="survey")
    assert f"8 {TOO_FEW} It takes 10 each time." in plain_texts(home)
    home = shown(home.number_input(key="start-expected").set_value(30).run())
    assert "If 30 people answer next time too, a change of half a level" in plain_texts(home)
    assert "in 47 of 100 comparisons" in plain_texts(home)
    home = shown(home.checkbox(key="start-linked").set_value(True).run())
    assert "If 30 people answer next time too and are linked, a change of half a level" in plain_texts(home)
    assert "in 99 of 100 comparisons" in plain_texts(home)
    home = shown(home.radio(key="start-scope").set_value("pulse").run())
    assert "answer next time too" not in plain_texts(home)


def test_where_a_workshop_is_begun(open_page: OpenPage) -> None:
    """Not for a pulse; for all dimensions or the chosen ones: with one dimension there is no correction."""
    page = open_page("workshop")
    assert "next time too" not in plain_texts(page)
    page = shown(page.radio(key="workshop-length").set_value("full").run())
    assert "If 12 people answer next time too" in plain_texts(page)
    all_dimensions = plain_texts(page)
    page = shown(page.radio(key="workshop-length").set_value("chosen").run())
    assert "If 12 people answer next time too" in plain_texts(page)
    assert "in 14 of 100 comparisons" in all_dimensions
    assert "in 14 of 100 comparisons" not in plain_texts(page)
    page = shown(page.number_input(key="workshop-expected").set_value(5).run())
    assert f"5 {TOO_FEW}" in plain_texts(page)
