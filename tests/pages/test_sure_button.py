"""A click that another run interrupts is carried out all the same."""

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import interrupted


def page() -> None:
    import streamlit as st

    from cxmaturity.ui.shared.sure_button import sure_button

    if st.session_state.pop("interrupts", False):  # as a run for live data does, before the button is reached
        st.rerun()

    def act(step: int) -> None:
        st.session_state["acts"] = [*st.session_state.get("acts", []), step]

    sure_button("Go", key="go", action=act, args=(1,))
    sure_button("Stay", key="stay", action=act, args=(2,))
    sure_button("More", key="more", action=act, args=(3,), adds_up=True)


def test_an_interrupted_click_acts_once() -> None:
    """Whether or not a run comes between a click and the place of its button; each click once."""
    app = AppTest.from_function(page).run()
    app.session_state["interrupts"] = True
    assert app.button(key="go").click().run().session_state["acts"] == [1]
    assert app.button(key="go").click().run().session_state["acts"] == [1, 1]
    assert app.run().session_state["acts"] == [1, 1]


def test_two_clicks_in_one_run_act_once_each() -> None:
    """The first button does not act again because the second was handled last."""
    app = AppTest.from_function(page).run()
    app.button(key="go").click()
    assert app.button(key="stay").click().run().session_state["acts"] == [1, 2]


def test_a_second_click_before_the_button_is_drawn_again_does_nothing() -> None:
    """Except where clicks add up."""
    app = AppTest.from_function(page).run()
    for _ in range(2):
        app.button(key="go").click()
        app.button(key="more").click()
        app = interrupted(app)
    assert app.run().session_state["acts"] == [1, 3, 3]
