"""Where phones send votes and dots, by form or by script. "Your vote is in" is said once it is in the database."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from anyio.to_thread import run_sync
from starlette.responses import JSONResponse, RedirectResponse, Response

from cxmaturity.answers import Answer, read_answer
from cxmaturity.errors import NotFound, Refused
from cxmaturity.services import deciding
from cxmaturity.services.ballots import Ballots, Over, Paused
from cxmaturity.services.deciding import DOTS
from cxmaturity.store.engine import Database
from cxmaturity.web import person, saying
from cxmaturity.web.answers import FRESH
from cxmaturity.web.light import Asked, Declined
from cxmaturity.web.room import Rooms
from cxmaturity.web.saying import Said
from cxmaturity.web.seats import Seat, Seats
from cxmaturity.web.visit import Visit, token_in

_LONGEST_COUNT = 4  # digits of a round
_NO_VOTE = ("The page sent something that is no vote.", "Reload the page.")


@dataclass(frozen=True, slots=True)
class _Vote:
    question: str
    round: int
    answer: Answer


class Voting:
    """What is done with votes and dots."""

    def __init__(self, database: Callable[[], Database], votes: Ballots, seats: Seats, rooms: Rooms) -> None:
        self._database, self._ballots, self._seats, self._rooms = database, votes, seats, rooms

    async def vote(self, asked: Asked) -> Response:
        """Store a vote. All votes take this same way, whatever was chosen; it waits for the database on no thread."""
        code = person.check_script(asked) if asked.is_script else person.check_form(asked)
        seat = await self._seat(asked, code)
        if not asked.is_script:
            return await self._by_form(asked, code, seat)
        await self._stored(seat, _read(asked.content))
        return JSONResponse({"is_in": True}, headers=FRESH)

    async def _seat(self, asked: Asked, code: str) -> Seat:
        invitation = token_in(asked)
        known = self._seats.known(invitation, code)
        return known if known else await run_sync(self._seats.find, invitation, code)

    async def _stored(self, seat: Seat, vote: _Vote) -> None:
        """Come back once a vote is stored; raises why it is not."""
        now = datetime.now(UTC)
        coming = self._ballots.put(seat.assessment_id, seat.response_id, vote.question, vote.round, vote.answer, now)
        try:
            await asyncio.shield(asyncio.wrap_future(coming))  # a reader who leaves takes nothing back
        except Paused as error:
            raise Declined(409, error.what, error.mend) from error
        except (Over, NotFound) as error:
            raise Declined(410, error.what, error.mend) from error

    async def _by_form(self, asked: Asked, code: str, seat: Seat) -> Response:
        form = asked.form or {}
        question = seat.survey.questionnaire.by_id.get(form.get("question", ""))
        number = form.get("round", "")
        if question is None or not (number.isascii() and number.isdigit() and len(number) <= _LONGEST_COUNT):
            raise Refused(*_NO_VOTE)
        typed = saying.as_typed(form, question)
        try:
            if not typed.choice:
                raise Refused("Nothing is chosen yet.", "Choose one of the answers.")
            answer = replace(saying.answer_of(typed, question), note="", evidence="", evidence_grade=None)
            await self._stored(seat, _Vote(question.id, int(number), answer))
        except Refused as error:
            fault = f"{error.what} {error.mend}".strip()
            return await run_sync(self._again, asked, code, seat, replace(typed, fault=fault))
        return RedirectResponse(asked.home, 303)

    def _again(self, asked: Asked, code: str, seat: Seat, said: Said) -> Response:
        return self._rooms.page(Visit(asked, seat.survey, code, seat.work), seat.work, said, 422)

    async def dots(self, asked: Asked) -> Response:
        """Keep a person's dots: all of them, as a script says; or one more or one less, as a button of the form."""
        return await run_sync(self._dots, asked)

    def _dots(self, asked: Asked) -> Response:
        code = person.check_script(asked) if asked.is_script else person.check_form(asked)
        invitation = token_in(asked)
        seat = self._seats.known(invitation, code) or self._seats.find(invitation, code)
        given = _read_dots(asked.content) if asked.is_script else self._moved(asked.form or {}, seat)
        deciding.put_dots(self._database(), seat.work, given)
        return JSONResponse({"is_in": True}, headers=FRESH) if asked.is_script else RedirectResponse(asked.home, 303)

    def _moved(self, form: Mapping[str, str], seat: Seat) -> dict[str, int]:
        given = deciding.dots_of(self._database(), seat.work)
        name, step = (form["give"], 1) if "give" in form else (form.get("take", ""), -1)
        return {n: c for n, c in (given | {name: given.get(name, 0) + step}).items() if c != 0}


async def back(asked: Asked) -> Response:
    """Lead whoever looks at an address that only takes votes to where the workshop stands."""
    return RedirectResponse(asked.home, 303)


def _read(content: Any) -> _Vote:
    """Return the vote that a script sent; raises Refused and Faults."""
    question, number = content.get("question"), content.get("round")
    if not isinstance(question, str) or not isinstance(number, int) or isinstance(number, bool):
        raise Refused(*_NO_VOTE)
    return _Vote(question, number, read_answer(content.get("answer")))


def _read_dots(content: Any) -> dict[str, int]:
    given = content.get("dots")
    if not isinstance(given, dict) or len(given) > DOTS:
        raise Refused("The page sent something that are no dots.", "Reload the page.")
    if not all(isinstance(count, int) and not isinstance(count, bool) for count in given.values()):
        raise Refused("The page sent something that are no dots.", "Reload the page.")
    return dict(given)
