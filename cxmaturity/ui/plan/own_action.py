"""An empty plan, and the form for an action that the team words itself."""

import streamlit as st

from cxmaturity.errors import CxMaturityError
from cxmaturity.records import Team
from cxmaturity.services import plans
from cxmaturity.services.assessments import choosing
from cxmaturity.services.plans import OwnAction
from cxmaturity.ui.plan import saving
from cxmaturity.ui.plan.visit import OWN_ACTION_KEY, current_visit
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms import keys
from cxmaturity.ui.shared.forms.kept_choice import keep_choice, kept_choice
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_here, show_error
from cxmaturity.ui.shared.frame.page_frame import announce
from cxmaturity.ui.shared.page_links import page_link
from cxmaturity.wording import plans as words

_FIELDS = ("do", "question", "owner", "due", "worked-if")


def empty_plan(team: Team) -> None:
    """Show what a plan is, with a link to the result from which steps are added."""
    with errors_shown_here():
        newest = choosing.newest_with_result(session.database(), team.id)
    st.info(plain(f"{words.WHAT_A_PLAN_IS} {words.WHERE_ACTIONS_COME_FROM}"), title=plain(words.empty_plan(team.name)))
    if newest:
        page_link("result", "See the result", assessment=newest.id)


def own_action_form(team_id: str, *, is_open: bool) -> None:
    """Show the form for an own action, folded unless `is_open`; one click stores the action in the team's plan."""
    label, icon = "Write your own action", ":material/add:"
    box = st.expander(label, expanded=is_open, key=OWN_ACTION_KEY, icon=icon, on_change="rerun")
    if not box.open:
        return
    with box:
        with errors_shown_here():
            prompts = plans.questions_to_choose(session.database(), team_id)
        do, question, owner, due, worked_if = _field_keys(team_id)
        with st.form(keys.scoped("own-action-form", team_id), border=False):
            st.text_input("What will you do?", max_chars=plans.MAX_ACTION_LENGTH, key=do)
            if error := current_visit().own_action_error:
                show_error(error)
            asked = {question_id: plain(f"{prompt} {question_id}") for question_id, prompt in prompts.items()}
            keep_choice(question, asked)
            st.selectbox(
                "For which question? (optional)",
                list(asked),
                index=None,
                format_func=asked.__getitem__,
                placeholder="No question",
                key=question,
            )
            with st.grid(3, min_column_width=200):
                st.text_input("Who does it? (optional)", max_chars=plans.MAX_OWNER_LENGTH, key=owner)
                st.date_input("Review it on (optional)", value=None, format="YYYY-MM-DD", key=due)
            label = "How will you see that it worked? (optional)"
            st.text_input(label, max_chars=plans.MAX_ACTION_LENGTH, key=worked_if)
            key = keys.scoped("own-add", team_id)
            st.form_submit_button("Put it in the plan", type="primary", on_click=_add, args=(team_id,), key=key)


def _field_keys(team_id: str) -> list[str]:
    return [keys.scoped(f"own-{name}", team_id) for name in _FIELDS]


def _add(team_id: str) -> None:
    """Callback: store the action; when it is refused, the fields keep their content."""
    visit, fields = current_visit(), _field_keys(team_id)
    do, _, owner, due, worked_if = (st.session_state[key] for key in fields)
    try:
        draft = OwnAction(do or "", kept_choice(fields[1]), owner or "", due, worked_if or "")
        action = plans.add_own_action(session.database(), team_id, draft, session.now())
    except CxMaturityError as error:
        visit.own_action_error = error
        announce(error.message, focus=fields[0], is_quiet=True)
        return
    visit.own_action_error = None
    visit.keep_place(action)
    st.session_state[OWN_ACTION_KEY] = False
    announce("It is in the plan.", focus=saving.row_key(action))
