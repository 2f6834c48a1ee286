"""The endpoints for votes and dots, sent by a form or by a script. They confirm once the vote is in the database."""

import asyncio
from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from anyio.to_thread import run_sync
from cachetools import LRUCache
from starlette.responses import JSONResponse, RedirectResponse, Response

from cxmaturity.answer_form import protocol
from cxmaturity.answers import Part
from cxmaturity.errors import NotFound, Refused
from cxmaturity.files.answers_json import read_answer
from cxmaturity.questionnaire.schema import Question
from cxmaturity.services.assessments.answering import Basis, SaveResult, whole_answer
from cxmaturity.services.workshops import decisions, facilitation, vote_writer
from cxmaturity.services.workshops.vote_writer import VoteWriter, VotingClosed, VotingPaused
from cxmaturity.store.database.engine import Database
from cxmaturity.store.workshops import VoteRow
from cxmaturity.web.answer_endpoints import NO_STORE
from cxmaturity.web.http import HttpError, PageRequest
from cxmaturity.web.participant import answer_fields, identity
from cxmaturity.web.participant.answer_fields import FormValues
from cxmaturity.web.participant.context import ParticipantContext, address_token
from cxmaturity.web.participant.participant_cache import ParticipantCache, Participation
from cxmaturity.web.workshop.phone_pages import PhonePages, describe_vote
from cxmaturity.wording.workshop import workshop_phone
from cxmaturity.workshops.dots import DOTS_EACH

_MAX_ROUND_DIGITS = 4
_MAX_REQUESTS_REMEMBERED = 5_000
_NO_VOTE = ("The page sent something that is no vote.", "Reload the page.")
_NO_DOTS = ("The page sent something that are no dots.", "Reload the page.")


class VoteEndpoints:
    """The endpoints that store votes and dots. One for each process."""

    def __init__(
        self,
        database: Callable[[], Database],
        writer: VoteWriter,
        participants: ParticipantCache,
        phone_pages: PhonePages,
    ) -> None:
        self._database, self._writer, self._participants = database, writer, participants
        self._phone_pages = phone_pages
        self._time_requests: LRUCache[Hashable, bool] = LRUCache(_MAX_REQUESTS_REMEMBERED)  # here alone, never stored

    async def vote(self, request: PageRequest) -> Response:
        """Asynchronous endpoint that stores one vote and replies once it is committed; no thread waits for it."""
        code = identity.check_script(request) if request.wants_json else identity.check_form(request)
        invitation = address_token(request)
        participation = self._participants.known(invitation, code)
        if participation is None:
            participation = await run_sync(self._participants.find, invitation, code)
        if not request.wants_json:
            return await self._vote_by_form(request, code, participation)
        vote, bases = _read_vote(request.content, participation.response_id)
        result = await self._store(participation.assessment_id, vote, bases)
        reply: dict[str, Any] = {"is_in": result.is_accepted, "revision": result.stored.revision}
        # Nothing in the reply to a vote that is in tells what it is.
        reply |= {} if result.is_accepted else {"answer": protocol.answer_json(result.stored.answer)}
        return JSONResponse(reply, headers=NO_STORE)

    async def _store(self, assessment_id: str, vote: VoteRow, bases: Mapping[Part, Basis]) -> SaveResult:
        """Return what is stored once a vote is settled.

        Raises HttpError where voting is paused or over, and the writer's errors.
        """
        stored = self._writer.submit(assessment_id, vote, bases)
        try:
            return await asyncio.shield(asyncio.wrap_future(stored))  # a browser that leaves takes no vote back
        except VotingPaused as error:
            raise HttpError(409, error.message, error.fix) from error
        except (VotingClosed, NotFound) as error:
            raise HttpError(410, error.message, error.fix) from error

    async def _vote_by_form(self, request: PageRequest, code: str, participation: Participation) -> Response:
        form = request.form or {}
        question = participation.survey.questionnaire.by_id.get(form.get("question", ""))
        round_ = form.get("round", "")
        if question is None or not (round_.isascii() and round_.isdigit() and len(round_) <= _MAX_ROUND_DIGITS):
            raise Refused(*_NO_VOTE)
        typed = answer_fields.typed_values(form, question)
        try:
            if not typed.choice:
                raise Refused("Nothing is chosen yet.", "Choose one of the answers.")
            answer = answer_fields.answer_from_values(typed, question)
            bare = replace(answer, note="", evidence="", evidence_grade=None)
            vote = VoteRow(participation.response_id, question.id, int(round_), bare, datetime.now(UTC))
            result = await self._store(participation.assessment_id, vote, {"choice": Basis(typed.base_revision)})
            if not result.is_accepted:
                return await run_sync(self._page_of_conflict, request, code, participation, question, typed, result)
        except Refused as error:
            fault = f"{error.message} {error.fix}".strip()
            return await run_sync(self._page_again, request, code, participation, replace(typed, fault=fault), 422)
        return RedirectResponse(request.home, 303)

    def _page_again(
        self, request: PageRequest, code: str, participation: Participation, values: FormValues, status: int
    ) -> Response:
        context = ParticipantContext(request, participation.survey, code, None)
        return self._phone_pages.page(context, participation.response_id, values, status)

    def _page_of_conflict(
        self,
        request: PageRequest,
        code: str,
        participation: Participation,
        question: Question,
        typed: FormValues,
        result: SaveResult,
    ) -> Response:
        """Return the form as typed, with the vote another window stored meanwhile; voting again replaces that one."""
        other = describe_vote(participation, question, result.stored.answer)
        fault = workshop_phone.changed_elsewhere(other[0] if other else "")
        values = replace(typed, base_revision=result.stored.revision, fault=fault)
        return self._page_again(request, code, participation, values, 409)

    async def dots(self, request: PageRequest) -> Response:
        """Asynchronous endpoint that stores a person's dots: all from a script, one more or less from a form."""
        return await run_sync(self._dots, request)

    def _dots(self, request: PageRequest) -> Response:
        code = identity.check_script(request) if request.wants_json else identity.check_form(request)
        participation = self._participants.find(address_token(request), code)
        dots = (
            _read_dots(request.content)
            if request.wants_json
            else self._dots_after_click(request.form or {}, participation.response_id)
        )
        decisions.save_dots(self._database(), participation.assessment_id, participation.response_id, dots)
        if request.wants_json:
            return JSONResponse({"is_in": True}, headers=NO_STORE)
        return RedirectResponse(request.home, 303)

    async def request_time(self, request: PageRequest) -> Response:
        """Asynchronous endpoint that counts a phone that asks for more time, once for each vote and time given."""
        return await run_sync(self._request_time, request)

    def _request_time(self, request: PageRequest) -> Response:
        participation = self._participants.find(address_token(request), identity.check_form(request))
        vote = participation.response_id, self._phone_pages.running_vote(participation.assessment_id)
        if vote not in self._time_requests:
            try:
                facilitation.request_time(self._database(), participation.assessment_id)
            except Refused:  # the vote is over by now: the page shows its result
                return RedirectResponse(request.home, 303)
            self._time_requests[vote] = True
        return RedirectResponse(f"{request.home}?time=asked", 303)

    async def take_back_notes(self, request: PageRequest) -> Response:
        """Asynchronous endpoint that removes what a person wrote in this workshop, from a form."""
        return await run_sync(self._take_back_notes, request)

    def _take_back_notes(self, request: PageRequest) -> Response:
        participation = self._participants.find(address_token(request), identity.check_form(request))
        vote_writer.take_back_notes(self._database(), participation.assessment_id, participation.response_id)
        return RedirectResponse(f"{request.home}?notes=back", 303)

    def _dots_after_click(self, form: Mapping[str, str], response_id: str) -> dict[str, int]:
        dots = decisions.dots_given(self._database(), response_id)
        question_id, change = (form["give"], 1) if "give" in form else (form.get("take", ""), -1)
        changed = dots | {question_id: dots.get(question_id, 0) + change}
        return {name: count for name, count in changed.items() if count != 0}


async def redirect_to_workshop(request: PageRequest) -> Response:
    """Redirect a browser that opens an address for votes to the page where the workshop stands."""
    return RedirectResponse(request.home, 303)


def _read_vote(content: Any, response_id: str) -> tuple[VoteRow, Mapping[Part, Basis]]:
    """Return the vote that a script sent, and what its parts were made on; raises Refused and ValidationErrors.

    It says so as the save of an answer does (answer_form/protocol.py). One that says nothing of it, as pages of an
    earlier version do, is stored whatever is there.
    """
    question_id, round_ = content.get("question"), content.get("round")
    if not isinstance(question_id, str) or not isinstance(round_, int) or isinstance(round_, bool):
        raise Refused(*_NO_VOTE)
    now = datetime.now(UTC)
    has_bases = "changes" in content or "base_revision" in content
    change = protocol.read_save(content, now) if has_bases else whole_answer(read_answer(content.get("answer")), None)
    return VoteRow(response_id, question_id, round_, change.answer, now), change.bases


def _read_dots(content: Any) -> dict[str, int]:
    """Return the dots that a script sent, by question id; raises Refused."""
    dots = content.get("dots")
    if not isinstance(dots, dict) or len(dots) > DOTS_EACH:
        raise Refused(*_NO_DOTS)
    if not all(isinstance(count, int) and not isinstance(count, bool) for count in dots.values()):
        raise Refused(*_NO_DOTS)
    return dict(dots)
