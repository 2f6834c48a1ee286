"""Random answering in solo assessments, in surveys and in self-paced workshops."""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from cxmaturity.analysis.outcome import evaluate_with_targets, outcome_json
from cxmaturity.answers import PARTS, UNANSWERED, Answer, EvidenceGrade, Part, Response
from cxmaturity.records import StoredResponse
from cxmaturity.services.assessments import answering, views
from cxmaturity.services.assessments.answering import AnswerChange, Basis
from cxmaturity.services.surveys import participation
from cxmaturity.services.surveys.codes import new_code, participant_key
from cxmaturity.services.surveys.participation import NameTaken, Survey
from tests.soak.confirmed import Person, Round
from tests.soak.users import LEVELS, QUESTIONNAIRE, QUESTIONS, TEXTS, WINDOWS, Users

_MAX_PEOPLE = 4
_CHOICES = st.one_of(st.builds(Answer, level=LEVELS), st.just(Answer(dont_know=True)), st.just(UNANSWERED))


@dataclass(frozen=True)
class _Sent:
    """The change that one window sends: some parts of an answer, chosen this many seconds ago (None: unknown)."""

    window: int
    answer: Answer
    parts: tuple[Part, ...]
    age: int | None


_PARTS = st.lists(st.sampled_from(sorted(PARTS)), min_size=1, max_size=2, unique=True).map(tuple)
_ANSWERS = st.builds(
    lambda choice, text, grade: replace(choice, note=text, evidence_grade=grade, evidence=text),
    _CHOICES,
    TEXTS,
    st.sampled_from([None, EvidenceGrade.EXAMPLE, EvidenceGrade.SEEN]),
)
_SENT = st.builds(_Sent, WINDOWS, _ANSWERS, _PARTS, st.sampled_from([None, 0, 1, 4, 30, 4000]))


class AnswerRules(Users):
    """People begin, read, answer based on what they read, and finish."""

    @precondition(lambda self: self.rounds("survey", "workshop"))
    @rule(data=st.data(), name=st.sampled_from(["Ann", "ann"]))
    def begin(self, data: st.DataObject, name: str) -> None:
        """A person begins; a second Ann is asked, and gets a number."""
        self.begin_in(data.draw(st.sampled_from(self.rounds("survey", "workshop"))), name)

    def begin_in(self, chosen: Round, name: str) -> None:
        """Let a person begin in a survey or a workshop."""
        if len(chosen.people) >= _MAX_PEOPLE:
            return
        survey, code = Survey(chosen.row, chosen.questionnaire), new_code()
        names = {(p.name or "").casefold() for p in chosen.people.values()}
        if chosen.row.is_open and name.casefold() in names:
            with pytest.raises(NameTaken) as asked:
                participation.begin_participation(self.database, survey, code, name, None, self.now)
            name = asked.value.marked_name
            assert name.casefold() not in names
        view = self.done(
            lambda: participation.begin_participation(self.database, survey, code, name, None, self.now),
            unless=not chosen.row.is_open or len(chosen.people) >= (chosen.row.expected or _MAX_PEOPLE),
        )
        if view:
            shown_name = name if chosen.row.privacy == "open" else None
            key = participant_key(chosen.row, code)
            chosen.people[view.stored.id] = Person(view.stored.id, key=key, code=code, name=shown_name)
            again = participation.begin_participation(self.database, survey, code, name, None, self.now)
            assert again.stored.id == view.stored.id

    def answering_people(self) -> list[tuple[Round, Person]]:
        """Return everybody whose page can be open: neither imported people nor those in a workshop question by
        question."""
        rounds = [r for r in self.rounds() if not (r.state and r.state.phase == "vote")]
        return [(r, p) for r in rounds for p in r.people.values() if p.code or r.row.mode == "solo"]

    def stored_response(self, chosen: Round, person: Person) -> StoredResponse:
        """Return a response as its page reads it."""
        if chosen.row.mode == "solo":
            return views.load_person_view(self.database, chosen.row.id).stored
        view = participation.find_participation(self.database, Survey(chosen.row, chosen.questionnaire), person.code)
        assert view
        return view.stored

    @precondition(lambda self: self.answering_people())
    @rule(data=st.data(), window=WINDOWS)
    def look(self, data: st.DataObject, window: int) -> None:
        """Open or reload a page; a shown result is that of the stored answers."""
        chosen, person = data.draw(st.sampled_from(self.answering_people()))
        stored = self.stored_response(chosen, person)
        self.shown_revisions[window, person.response_id] = {q.id: stored.revision for q in QUESTIONNAIRE.questions}
        if chosen.row.mode == "solo":
            expected = evaluate_with_targets(chosen.questionnaire, Response(person.answers), chosen.targets)
            assert outcome_json(views.load_view(self.database, chosen.row.id).outcome()) == outcome_json(expected)

    @precondition(lambda self: self.answering_people())
    @rule(data=st.data(), question=QUESTIONS, sent=st.lists(_SENT, min_size=1, max_size=4))
    def answer(self, data: st.DataObject, question: str, sent: list[_Sent]) -> None:
        """Each window answers based on what it read last: a later choice of another window stays, and is reported."""
        chosen, person = data.draw(st.sampled_from(self.answering_people()))
        for one in sent:
            revisions = self.shown_revisions.setdefault((one.window, person.response_id), {})
            chosen_at = None if one.age is None else self.now - timedelta(seconds=one.age)
            basis = Basis(revisions.get(question, 0), chosen_at)
            change = AnswerChange(one.answer, dict.fromkeys(one.parts, basis))
            result = self.done(
                partial(self.save, chosen, person, question, change), unless=not chosen.accepts(question)
            )
            if result is None:
                return
            overruled = person.save(question, change, self.now, chosen.is_timed)
            assert set(result.overruled) == set(overruled)
            assert result.stored.answer == person.answers[question]
            assert result.stored.revision <= person.revision
            revisions[question] = result.stored.revision
            self.now += timedelta(seconds=3)

    def save(self, chosen: Round, person: Person, question: str, change: AnswerChange) -> answering.SaveResult:
        """Store a change as the endpoints do."""
        response_id = None
        if chosen.row.mode != "solo":
            survey = Survey(chosen.row, chosen.questionnaire)
            view = participation.find_participation(self.database, survey, person.code)
            assert view
            response_id = view.stored.id
        return answering.save_change(self.database, chosen.row.id, question, change, self.now, response_id)

    @precondition(lambda self: any(p.code for _, p in self.answering_people()))
    @rule(data=st.data())
    def hand_in(self, data: st.DataObject) -> None:
        """Finished people can still change answers until it is closed."""
        chosen, person = data.draw(st.sampled_from([pair for pair in self.answering_people() if pair[1].code]))
        view = participation.find_participation(self.database, Survey(chosen.row, chosen.questionnaire), person.code)
        assert view
        self.done(lambda: participation.mark_submitted(self.database, view, self.now), unless=not chosen.row.is_open)
        person.is_submitted = person.is_submitted or chosen.row.is_open
