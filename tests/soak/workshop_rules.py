"""Random use of workshops: two consoles, phones that vote, and what participants are shown."""

from collections import Counter
from dataclasses import replace
from functools import partial
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from cxmaturity.answers import UNANSWERED, Answer
from cxmaturity.services.assessments import views
from cxmaturity.services.assessments.answering import SaveResult
from cxmaturity.services.workshops import facilitation, workshop_view
from cxmaturity.services.workshops.voting import reveals
from cxmaturity.store.workshop.votes import VoteRow
from cxmaturity.workshops.state import WorkshopAction, allowed_actions
from tests.soak.confirmed import Round
from tests.soak.users import LEVELS, QUESTIONS, WINDOWS, Users


class WorkshopRules(Users):
    """Workshops are led from two windows while people vote."""

    def rounds_voting(self) -> list[Round]:
        """Return the workshops whose participants' phones show or showed votes."""
        return [r for r in self.rounds("workshop") if r.people and r.state and r.state.phase != "self_paced"]

    @precondition(lambda self: self.rounds("workshop"))
    @rule(data=st.data(), windows=st.lists(WINDOWS, min_size=2, max_size=4), question=QUESTIONS)
    def lead(self, data: st.DataObject, windows: list[int], question: str) -> None:
        """A console that shows an earlier state changes nothing, and then shows the newer one."""
        chosen = data.draw(st.sampled_from(self.rounds("workshop")))
        view = workshop_view.load_workshop(self.database, chosen.row.id)
        assert (view.version, view.state, view.joined) == (chosen.version, chosen.state, len(chosen.people))
        for window in windows:
            assert chosen.state
            shown = self.shown_versions.get((window, chosen.row.id), 1)
            self.shown_versions[window, chosen.row.id] = chosen.version
            actions = sorted(allowed_actions(chosen.state) - {"extend", "shorten"})
            view = workshop_view.load_workshop(self.database, chosen.row.id)
            if "undo" in actions and not facilitation.may_undo(self.database, view):
                actions.remove("undo")
            if actions:
                self.take_action(chosen, data.draw(st.sampled_from(actions)), shown, question)
                self.shown_versions[window, chosen.row.id] = chosen.version

    def take_action(self, chosen: Round, action: WorkshopAction, shown: int, question: str) -> None:
        """Press a button of a console that shows this version."""
        is_late = action in ("undo", "again") and self.is_voted_again(chosen, action)
        after = self.done(
            lambda: facilitation.perform_action(
                self.database, chosen.row.id, shown, action, self.now, question=question
            ),
            unless=shown != chosen.version or is_late,
        )
        if after is None:
            return
        assert after.version == chosen.version + 1
        before, chosen.state, chosen.version = chosen.state, after.state, after.version
        if action == "reveal":
            assert before
            assert before.question
            self.assert_counted(chosen, before.question, before.round)
        if action == "end":
            self.note_end(chosen)

    def is_voted_again(self, chosen: Round, action: WorkshopAction) -> bool:
        """Return whether a reveal can no longer be undone; voting again undoes one for which nobody voted."""
        state, people = chosen.state, chosen.people.values()
        if state is None or state.question is None:
            return False
        is_voted, is_voted_later = (
            any(p.vote(str(state.question), state.round + later).is_answered for p in people) for later in (0, 1)
        )
        return is_voted_later and (action == "undo" or not is_voted)

    def assert_counted(self, chosen: Round, question: str, round_: int) -> None:
        """Each confirmed vote counts once: in open mode the counts are the votes of this round."""
        shown = reveals.round_results(self.database, chosen.row.id, question)[-1]
        votes = [person.vote(question, round_) for person in chosen.people.values()]
        levels = Counter(vote.level for vote in votes if vote.level is not None)
        if chosen.row.privacy == "open":
            named = [(p.name, v.level) for p in chosen.people.values() if (v := p.vote(question, round_)).is_answered]
            assert sorted(map(str, named)) == sorted(str((vote.name, vote.level)) for vote in shown.votes)
            assert shown.shown.counts is None or tuple(levels[n] for n in range(1, 5)) == shown.shown.counts
        else:
            assert (shown.shown.answer, list(shown.votes)) == (UNANSWERED, [])  # fewer than five

    def note_end(self, chosen: Round) -> None:
        """Its result is what was shown last, with the agreed levels in place of the votes."""
        chosen.row = replace(chosen.row, status="closed")
        if chosen.row.privacy == "anonymous":
            for person in chosen.people.values():
                person.forget_times()
        chosen.freeze()
        result = views.load_view(self.database, chosen.row.id)
        assert chosen.state
        for question in chosen.state.revealed:
            shown = reveals.round_results(self.database, chosen.row.id, question)[-1].shown.answer.level
            agreed = chosen.agreed.get(question)
            assert result.response.level_of(question) == (agreed.level if agreed else shown)
        rated = {name for name, answer in result.response.answers.items() if answer.level is not None}
        assert rated <= set(chosen.state.revealed)

    @precondition(lambda self: self.rounds("workshop"))
    @rule(data=st.data(), switch=st.sampled_from(["screen_blank", "is_shared"]), is_on=st.booleans())
    def set_switch(self, data: st.DataObject, switch: Any, is_on: bool) -> None:
        """From any window, whatever it shows; only a change makes a new version."""
        chosen = data.draw(st.sampled_from(self.rounds("workshop")))
        assert chosen.state
        is_changed = getattr(chosen.state, switch) != is_on
        self.done(
            lambda: facilitation.set_switch(self.database, chosen.row.id, switch, is_on), unless=not chosen.row.is_open
        )
        if is_changed and chosen.row.is_open:
            change: dict[str, Any] = {switch: is_on}
            chosen.state, chosen.version = replace(chosen.state, **change), chosen.version + 1

    def store_vote(self, chosen: Round, row: VoteRow) -> SaveResult:
        """Store a vote and wait for it."""
        return self.writer.submit(chosen.row.id, row).result(20)

    @precondition(lambda self: self.rounds_voting())
    @rule(data=st.data(), levels=st.lists(LEVELS, min_size=1, max_size=3), is_late=st.booleans())
    def vote(self, data: st.DataObject, levels: list[int], is_late: bool) -> None:
        """A person's last vote counts, and none after its reveal."""
        chosen = data.draw(st.sampled_from(self.rounds_voting()))
        person = data.draw(st.sampled_from(list(chosen.people.values())))
        state = chosen.state
        assert state
        question, round_ = state.question or state.order[0], max(1, state.round - is_late)
        is_open = chosen.row.is_open and state.accepts_vote(question, round_)
        for level in levels:
            row = VoteRow(person.response_id, question, round_, Answer(level=level), self.now)
            if self.done(partial(self.store_vote, chosen, row), unless=not is_open):
                person.take_vote(question, round_, Answer(level=level))
