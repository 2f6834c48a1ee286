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

from cxmaturity.answers import Answer
from cxmaturity.questionnaire import Question
from cxmaturity.services import ballots, deciding, room_wording, surveys, workshops
from cxmaturity.services.assessments import Work
from cxmaturity.services.deciding import DOTS, Candidate
from cxmaturity.services.live import Glance, Live
from cxmaturity.sheet import rendering
from cxmaturity.store.engine import Database
from cxmaturity.web import person, saying
from cxmaturity.web.light import Asked, Declined, page
from cxmaturity.web.saying import Said
from cxmaturity.web.seats import NOT_BEGUN, Seat, Seats
from cxmaturity.web.seeing import Seen, seen
from cxmaturity.web.visit import Visit, progress, token_in

_MOST_KEPT = 200


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a phone's page. `go` is an address that is looked at instead, where a script shows the part.

    `may_wait` is false where a page without a script must not be loaded anew by itself: something is being chosen.
    """

    key: str
    number: int
    template: str
    shown: Mapping[str, Any]
    go: str = ""
    may_wait: bool = True


class Rooms:
    """The phones' pages of all workshops."""

    def __init__(self, database: Callable[[], Database], live: Live, seats: Seats) -> None:
        self._database, self._live, self._seats = database, live, seats
        self._same = _Same()

    def phase(self, assessment_id: str) -> str:
        """Return where a workshop stands."""
        return self._live.glance(assessment_id).state.phase

    def page(self, visit: Visit, at: Work, said: Said | None = None, status: int = 200) -> Response:
        """Return the whole page of someone who has joined; `said` is what was typed, where it could not be stored."""
        glance = self._live.glance(at.assessment.id)
        if glance.state.phase == "own" and at.assessment.is_open:
            return visit.page("room_own.html", at=at, is_paused=glance.state.is_paused, **progress(visit, at))
        code, home = visit.code or "", visit.asked.home
        is_choosing = said is not None or "change" in visit.asked.query
        part = self._part(visit.asked, Seat(visit.survey, at.stored.id), glance, said, is_short=not is_choosing)
        data = {
            "home": home,
            "token": person.token(code),
            "shelf": f"{at.assessment.id}:{person.shelf(code)}",
            "phase": glance.state.phase,
        }
        link = f"{'https' if visit.asked.is_secure else 'http'}://{visit.asked.host}{home}?code={code}"
        shown: dict[str, Any] = {"room": json.dumps(data), "code": code, "link": link, **part.shown}
        return visit.page("room.html", status, part=part, **shown)

    def part(self, asked: Asked) -> Response:
        """Return the part alone, for the script of a page."""
        invitation, code = token_in(asked), person.code_of(asked)
        if code is None:
            raise Declined(403, *NOT_BEGUN)
        seat = self._seats.known(invitation, code) or self._seats.find(invitation, code)
        part = self._part(asked, seat, self._live.glance(seat.assessment_id), None, is_short=False)
        row, token = seat.survey.assessment, person.token(code)
        given: dict[str, Any] = {
            "survey": row,
            "questionnaire": seat.survey.questionnaire,
            "token": token,
            "part": part,
        }
        return page(asked, "room_part.html", **given, **part.shown)

    def _part(self, asked: Asked, seat: Seat, glance: Glance, said: Said | None, is_short: bool) -> Part:
        state = glance.state
        if state.phase == "vote":
            return self._vote(seat, glance, said, is_short)
        if state.phase == "reveal":
            return self._reveal(seat, glance)
        if state.phase == "dots":
            return self._dots(seat, glance)
        if state.phase == "steps":
            steps = chosen(self._candidates(seat, glance))
            return Part(_key("steps", steps), glance.number, "room_steps.html", {"steps": steps})
        if state.phase == "own":
            at = surveys.taking_part(self._database(), seat.survey, person.code_of(asked) or "")
            first = next(iter(at.open_questions), None) if at else None
            go = f"{asked.home}/{first.id if first else 'review'}"
            return Part("own", glance.number, "room_go.html", {"go": go}, go=go)
        return Part(state.phase, glance.number, f"room_{state.phase}.html", {"joined": glance.joined})

    def _question(self, seat: Seat, glance: Glance) -> tuple[Question, dict[str, Any]]:
        work, order = seat.work, glance.state.order
        question = work.questionnaire.by_id[str(glance.state.question)]
        card, round_ = rendering.card(work, question), glance.state.round
        place = {"place": order.index(question.id) + 1, "of": len(order)}
        return question, {"card": card, "round": round_, "round_name": room_wording.round_name(round_), **place}

    def _own(self, seat: Seat, glance: Glance) -> Answer:
        state = glance.state
        return ballots.vote_of(self._database(), seat.response_id, str(state.question), state.round)

    def _vote(self, seat: Seat, glance: Glance, said: Said | None, is_short: bool) -> Part:
        question, shown = self._question(seat, glance)
        own, is_paused = self._own(seat, glance), glance.state.is_paused
        is_short = is_short and own.is_given
        now = said or saying.as_stored(own, 0)
        shown |= {"said": now, "own": chose(seat, question, own), "is_paused": is_paused, "is_short": is_short}
        key = f"vote:{question.id}:{glance.state.round}:{is_paused:d}"
        may_wait = is_short or is_paused
        return Part(key, glance.number, "room_vote.html", shown | {"longest": _LONGEST_REASON}, may_wait=may_wait)

    def _reveal(self, seat: Seat, glance: Glance) -> Part:
        question, shown = self._question(seat, glance)
        state = glance.state
        saw = self._same.get((seat.assessment_id, glance.number, "saw"), lambda: self._saw(seat, question))
        own = chose(seat, question, self._own(seat, glance))
        key = f"reveal:{question.id}:{state.round}:{state.is_shared:d}"
        if state.is_shared:
            key += f":{saw.agreed}:{saw.reason}"
        shown |= {"own": own, "saw": saw if state.is_shared else None}
        return Part(key, glance.number, "room_reveal.html", shown)

    def _saw(self, seat: Seat, question: Question) -> Seen:
        database, work = self._database(), seat.work
        revealed = workshops.revealed(database, seat.assessment_id, question.id)
        agreed = deciding.agreed(database, seat.assessment_id).get(question.id)
        return seen(work.questionnaire, question, work.assessment.variant, revealed, agreed)

    def _dots(self, seat: Seat, glance: Glance) -> Part:
        given = deciding.dots_of(self._database(), seat.work)
        found = self._candidates(seat, glance)
        shown = {"steps": found, "given": given, "left": DOTS - sum(given.values()), "dots": DOTS}
        return Part(_key("dots", found), glance.number, "room_dots.html", shown)

    def _candidates(self, seat: Seat, glance: Glance) -> tuple[Candidate, ...]:
        name = (seat.assessment_id, glance.number, "candidates")
        found: tuple[Candidate, ...] = self._same.get(
            name, lambda: deciding.candidates(self._database(), seat.assessment_id)
        )
        return found


_LONGEST_REASON = 300  # characters; enough for why a question does not apply


def _key(phase: str, steps: tuple[Candidate, ...]) -> str:
    return ":".join([phase, *(f"{step.question.id}-{step.level}-{step.dots}" for step in steps)])


def chosen(steps: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Return the steps that a room chose: the three with the most dots; where nobody gave any, the first three."""
    wanted = tuple(step for step in steps if step.dots) or steps
    return wanted[:3]


def chose(seat: Seat, question: Question, own: Answer) -> tuple[str, str] | None:
    """Return a person's own vote in words, as its name and what it says; None when there is none."""
    if own.level is not None:
        name = seat.survey.questionnaire.stage(own.level).name
        return f"{own.level} · {name}", question.levels_in(seat.survey.assessment.variant)[own.level - 1]
    if own.dont_know:
        return "Don’t know", ""
    return None if own.not_applicable is None else ("Does not apply", own.not_applicable)


class _Same:
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
