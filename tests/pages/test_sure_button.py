"""A click that another run interrupts is carried out all the same."""

import pytest
from streamlit.runtime.state.session_state import SessionState
from streamlit.testing.v1 import AppTest

from cxmaturity.ui.shared.frame.uninterrupted import finish_callbacks
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


def test_a_click_during_a_callback_does_not_end_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the callback does after storing is done; then the click has its run, and its callback."""
    monkeypatch.setattr(SessionState, "_call_callbacks", SessionState._call_callbacks)  # as it was, once this test ends
    finish_callbacks()

    def page() -> None:
        import streamlit as st
        from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx

        from cxmaturity.ui.shared.sure_button import sure_button

        def store() -> None:
            context = get_script_run_ctx()
            assert context
            assert context.script_requests
            context.script_requests.request_rerun(RerunData(query_string="clicked=meanwhile"))
            st.session_state["announced"] = True

        sure_button("Store", key="store", action=store)

    app = AppTest.from_function(page).run()
    app = app.button(key="store").click().run()
    assert app.session_state["announced"]
