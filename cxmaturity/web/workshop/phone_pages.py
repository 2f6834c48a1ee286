"""What a phone shows of a workshop: one part of a page for each place where the workshop may stand.

A part is the same for everyone but for the person's own vote. Its key changes when the part does; a page that runs our
script puts a part in place of another only then.
"""

import json
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from starlette.responses import Response

from cxmaturity.answer_form import html
from cxmaturity.answers import Answer
from cxmaturity.questionnaire.schema import Question
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.services.surveys import participation
from cxmaturity.services.workshops import decisions, facilitation, vote_writer
from cxmaturity.services.workshops.decisions import DOTS_EACH, StepCandidate
from cxmaturity.services.workshops.snapshots import LiveStatus, WorkshopSnapshots
from cxmaturity.store.engine import Database
from cxmaturity.web.http import HttpError, PageRequest, render_page
from cxmaturity.web.participant import answer_fields, identity
from cxmaturity.web.participant.answer_fields import FormValues
from cxmaturity.web.participant.context import ParticipantContext, address_token, progress
from cxmaturity.web.participant.participant_cache import NOT_JOINED, ParticipantCache, Participation
from cxmaturity.web.workshop.reveal_view import RevealView, reveal_view
from cxmaturity.wording import workshops

_MOST_KEPT = 200


@dataclass(frozen=True, slots=True)
class PagePart:
    """A part of a phone's page. `go` is an address that is looked at instead, where a script shows the part.

    `may_wait` is false where a page without a script must not be loaded anew by itself: something is being chosen.
    """

    key: str
    number: int
    template: str
    context: Mapping[str, Any]
    go: str = ""
    may_wait: bool = True


class PhonePages:
    """The phones' pages of all workshops."""

    def __init__(self, database: Callable[[], Database], live: WorkshopSnapshots, seats: ParticipantCache) -> None:
        self._database, self._live, self._seats = database, live, seats
        self._same = _SharedParts()

    def phase(self, assessment_id: str) -> str:
        """Return where a workshop stands."""
        return self._live.status(assessment_id).state.phase

    def page(
        self, visit: ParticipantContext, view: AssessmentView, values: FormValues | None = None, status: int = 200
    ) -> Response:
        """Return the whole page of someone who has joined; `values` is what was typed, where it could not be stored."""
        glance = self._live.status(view.assessment.id)
        if glance.state.phase == "self_paced" and view.assessment.is_open:
            return visit.page(
                "phone_self_paced.html", at=view, is_paused=glance.state.is_paused, **progress(visit, view)
            )
        code, home = visit.code or "", visit.request.home
        is_choosing = values is not None or "change" in visit.request.query
        part = self._part(
            visit.request, Participation(visit.survey, view.stored.id), glance, values, is_short=not is_choosing
        )
        data = {
            "home": home,
            "token": identity.form_token(code),
            "storage_key": f"{view.assessment.id}:{identity.storage_key(code)}",
            "phase": glance.state.phase,
        }
        link = f"{'https' if visit.request.is_secure else 'http'}://{visit.request.host}{home}?code={code}"
        shown: dict[str, Any] = {"workshop": json.dumps(data), "code": code, "link": link, **part.context}
        return visit.page("phone.html", status, part=part, **shown)

    def part(self, request: PageRequest) -> Response:
        """Return the part alone, for the script of a page."""
        invitation, code = address_token(request), identity.cookie_code(request)
        if code is None:
            raise HttpError(403, *NOT_JOINED)
        seat = self._seats.known(invitation, code) or self._seats.find(invitation, code)
        part = self._part(request, seat, self._live.status(seat.assessment_id), None, is_short=False)
        row, token = seat.survey.assessment, identity.form_token(code)
        given: dict[str, Any] = {
            "survey": row,
            "questionnaire": seat.survey.questionnaire,
            "token": token,
            "part": part,
        }
        return render_page(request, "phone_part.html", **given, **part.context)

    def _part(
        self, request: PageRequest, seat: Participation, glance: LiveStatus, values: FormValues | None, is_short: bool
    ) -> PagePart:
        state = glance.state
        if state.phase == "vote":
            return self._vote(seat, glance, values, is_short)
        if state.phase == "reveal":
            return self._reveal(seat, glance)
        if state.phase == "dots":
            return self._dots(seat, glance)
        if state.phase == "steps":
            steps = chosen_steps(self._candidates(seat, glance))
            return PagePart(_steps_key("steps", steps), glance.number, "phone_steps.html", {"steps": steps})
        if state.phase == "self_paced":
            at = participation.find_participation(self._database(), seat.survey, identity.cookie_code(request) or "")
            first = next(iter(at.open_questions), None) if at else None
            go = f"{request.home}/{first.id if first else 'review'}"
            return PagePart("self_paced", glance.number, "phone_redirect.html", {"go": go}, go=go)
        return PagePart(state.phase, glance.number, f"phone_{state.phase}.html", {"joined": glance.joined})

    def _question(self, seat: Participation, glance: LiveStatus) -> tuple[Question, dict[str, Any]]:
        work, order = seat.view, glance.state.order
        question = work.questionnaire.by_id[str(glance.state.question)]
        card, round_ = html.question_card(work, question), glance.state.round
        place = {"place": order.index(question.id) + 1, "of": len(order)}
        return question, {"card": card, "round": round_, "round_name": workshops.round_name(round_), **place}

    def _own(self, seat: Participation, glance: LiveStatus) -> Answer:
        state = glance.state
        return vote_writer.own_vote(self._database(), seat.response_id, str(state.question), state.round)

    def _vote(self, seat: Participation, glance: LiveStatus, values: FormValues | None, is_short: bool) -> PagePart:
        question, shown = self._question(seat, glance)
        own, is_paused = self._own(seat, glance), glance.state.is_paused
        is_short = is_short and own.is_answered
        now = values or answer_fields.stored_values(own, 0)
        words = own_vote_words(seat, question, own)
        shown |= {"values": now, "own": words, "is_paused": is_paused, "is_short": is_short}
        key = f"vote:{question.id}:{glance.state.round}:{is_paused:d}"
        may_wait = is_short or is_paused
        return PagePart(key, glance.number, "phone_vote.html", shown | {"longest": _LONGEST_REASON}, may_wait=may_wait)

    def _reveal(self, seat: Participation, glance: LiveStatus) -> PagePart:
        question, shown = self._question(seat, glance)
        state = glance.state
        saw = self._same.get((seat.assessment_id, glance.number, "saw"), lambda: self._saw(seat, question))
        own = own_vote_words(seat, question, self._own(seat, glance))
        key = f"reveal:{question.id}:{state.round}:{state.is_shared:d}"
        if state.is_shared:
            key += f":{saw.agreed}:{saw.reason}"
        shown |= {"own": own, "saw": saw if state.is_shared else None}
        return PagePart(key, glance.number, "phone_reveal.html", shown)

    def _saw(self, seat: Participation, question: Question) -> RevealView:
        database, work = self._database(), seat.view
        revealed = facilitation.round_results(database, seat.assessment_id, question.id)
        agreed = decisions.agreed_levels(database, seat.assessment_id).get(question.id)
        return reveal_view(work.questionnaire, question, work.assessment.variant, revealed, agreed)

    def _dots(self, seat: Participation, glance: LiveStatus) -> PagePart:
        given = decisions.own_dots(self._database(), seat.view)
        found = self._candidates(seat, glance)
        shown = {"steps": found, "given": given, "left": DOTS_EACH - sum(given.values()), "dots": DOTS_EACH}
        return PagePart(_steps_key("dots", found), glance.number, "phone_dots.html", shown)

    def _candidates(self, seat: Participation, glance: LiveStatus) -> tuple[StepCandidate, ...]:
        name = (seat.assessment_id, glance.number, "candidates")
        found: tuple[StepCandidate, ...] = self._same.get(
            name, lambda: decisions.step_candidates(self._database(), seat.assessment_id)
        )
        return found


_LONGEST_REASON = 300  # characters; enough for why a question does not apply


def _steps_key(phase: str, steps: tuple[StepCandidate, ...]) -> str:
    return ":".join([phase, *(f"{step.question.id}-{step.level}-{step.dots}" for step in steps)])


def chosen_steps(steps: tuple[StepCandidate, ...]) -> tuple[StepCandidate, ...]:
    """Return the steps that a room chose: the three with the most dots; where nobody gave any, the first three."""
    wanted = tuple(step for step in steps if step.dots) or steps
    return wanted[:3]


def own_vote_words(seat: Participation, question: Question, vote: Answer) -> tuple[str, str] | None:
    """Return a person's own vote in words, as its name and what it says; None when there is none."""
    if vote.level is not None:
        name = seat.survey.questionnaire.stage(vote.level).name
        return f"{vote.level} · {name}", question.levels_in(seat.survey.assessment.variant)[vote.level - 1]
    if vote.dont_know:
        return "Don’t know", ""
    return None if vote.not_applicable is None else ("Does not apply", vote.not_applicable)


class _SharedParts:
    """What is the same for all phones, made once: a whole room asks for it in the same moment."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, int, str], Any] = OrderedDict()
        self._turn = Lock()

    def get(self, name: tuple[str, int, str], make: Callable[[], Any]) -> Any:
        with self._turn:
            if name not in self._kept:
                self._kept[name] = make()
                while len(self._kept) > _MOST_KEPT:
                    self._kept.popitem(last=False)
            return self._kept[name]
