"""Where phones send votes and dots, by form or by script. "Your vote is in" is said once it is in the database."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from anyio.to_thread import run_sync
from starlette.responses import JSONResponse, RedirectResponse, Response

from cxmaturity.answers import Answer
from cxmaturity.errors import NotFound, Refused
from cxmaturity.files.answers_json import read_answer
from cxmaturity.services.workshops import decisions
from cxmaturity.services.workshops.decisions import DOTS_EACH
from cxmaturity.services.workshops.vote_writer import VoteWriter, VotingClosed, VotingPaused
from cxmaturity.store.engine import Database
from cxmaturity.web.answer_endpoints import NO_STORE
from cxmaturity.web.http import HttpError, PageRequest
from cxmaturity.web.participant import answer_fields, identity
from cxmaturity.web.participant.answer_fields import FormValues
from cxmaturity.web.participant.context import ParticipantContext, address_token
from cxmaturity.web.participant.participant_cache import ParticipantCache, Participation
from cxmaturity.web.workshop.phone_pages import PhonePages

_LONGEST_COUNT = 4  # digits of a round
_NO_VOTE = ("The page sent something that is no vote.", "Reload the page.")


@dataclass(frozen=True, slots=True)
class _Vote:
    question: str
    round: int
    answer: Answer


class VoteEndpoints:
    """What is done with votes and dots."""

    def __init__(
        self, database: Callable[[], Database], votes: VoteWriter, seats: ParticipantCache, rooms: PhonePages
    ) -> None:
        self._database, self._ballots, self._seats, self._rooms = database, votes, seats, rooms

    async def vote(self, request: PageRequest) -> Response:
        """Store a vote. All votes take this same way, whatever was chosen; it waits for the database on no thread."""
        code = identity.check_script(request) if request.wants_json else identity.check_form(request)
        seat = await self._seat(request, code)
        if not request.wants_json:
            return await self._by_form(request, code, seat)
        await self._stored(seat, _read_vote(request.content))
        return JSONResponse({"is_in": True}, headers=NO_STORE)

    async def _seat(self, request: PageRequest, code: str) -> Participation:
        invitation = address_token(request)
        known = self._seats.known(invitation, code)
        return known if known else await run_sync(self._seats.find, invitation, code)

    async def _stored(self, seat: Participation, vote: _Vote) -> None:
        """Come back once a vote is stored; raises why it is not."""
        now = datetime.now(UTC)
        coming = self._ballots.submit(seat.assessment_id, seat.response_id, vote.question, vote.round, vote.answer, now)
        try:
            await asyncio.shield(asyncio.wrap_future(coming))  # a reader who leaves takes nothing back
        except VotingPaused as error:
            raise HttpError(409, error.message, error.fix) from error
        except (VotingClosed, NotFound) as error:
            raise HttpError(410, error.message, error.fix) from error

    async def _by_form(self, request: PageRequest, code: str, seat: Participation) -> Response:
        form = request.form or {}
        question = seat.survey.questionnaire.by_id.get(form.get("question", ""))
        number = form.get("round", "")
        if question is None or not (number.isascii() and number.isdigit() and len(number) <= _LONGEST_COUNT):
            raise Refused(*_NO_VOTE)
        typed = answer_fields.typed_values(form, question)
        try:
            if not typed.choice:
                raise Refused("Nothing is chosen yet.", "Choose one of the answers.")
            answer = replace(
                answer_fields.answer_from_values(typed, question), note="", evidence="", evidence_grade=None
            )
            await self._stored(seat, _Vote(question.id, int(number), answer))
        except Refused as error:
            fault = f"{error.message} {error.fix}".strip()
            return await run_sync(self._again, request, code, seat, replace(typed, fault=fault))
        return RedirectResponse(request.home, 303)

    def _again(self, request: PageRequest, code: str, seat: Participation, values: FormValues) -> Response:
        return self._rooms.page(ParticipantContext(request, seat.survey, code, seat.view), seat.view, values, 422)

    async def dots(self, request: PageRequest) -> Response:
        """Keep a person's dots: all of them, as a script says; or one more or one less, as a button of the form."""
        return await run_sync(self._dots, request)

    def _dots(self, request: PageRequest) -> Response:
        code = identity.check_script(request) if request.wants_json else identity.check_form(request)
        invitation = address_token(request)
        seat = self._seats.known(invitation, code) or self._seats.find(invitation, code)
        given = _read_dots(request.content) if request.wants_json else self._moved(request.form or {}, seat)
        decisions.save_dots(self._database(), seat.view, given)
        return (
            JSONResponse({"is_in": True}, headers=NO_STORE)
            if request.wants_json
            else RedirectResponse(request.home, 303)
        )

    def _moved(self, form: Mapping[str, str], seat: Participation) -> dict[str, int]:
        given = decisions.own_dots(self._database(), seat.view)
        name, step = (form["give"], 1) if "give" in form else (form.get("take", ""), -1)
        return {n: c for n, c in (given | {name: given.get(name, 0) + step}).items() if c != 0}


async def redirect_to_workshop(request: PageRequest) -> Response:
    """Lead whoever looks at an address that only takes votes to where the workshop stands."""
    return RedirectResponse(request.home, 303)


def _read_vote(content: Any) -> _Vote:
    """Return the vote that a script sent; raises Refused and ValidationErrors."""
    question, number = content.get("question"), content.get("round")
    if not isinstance(question, str) or not isinstance(number, int) or isinstance(number, bool):
        raise Refused(*_NO_VOTE)
    return _Vote(question, number, read_answer(content.get("answer")))


def _read_dots(content: Any) -> dict[str, int]:
    given = content.get("dots")
    if not isinstance(given, dict) or len(given) > DOTS_EACH:
        raise Refused("The page sent something that are no dots.", "Reload the page.")
    if not all(isinstance(count, int) and not isinstance(count, bool) for count in given.values()):
        raise Refused("The page sent something that are no dots.", "Reload the page.")
    return dict(given)
