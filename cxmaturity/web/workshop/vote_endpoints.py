"""The endpoints for votes, dots and polls, for forms and scripts. They reply once the database has stored them."""

import asyncio
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from anyio.to_thread import run_sync
from cachetools import LRUCache
from starlette.responses import JSONResponse, RedirectResponse, Response

from cxmaturity.answer_form import protocol
from cxmaturity.answers import Part
from cxmaturity.errors import Refused, TooLate
from cxmaturity.files.answers_json import answer_json, read_answer
from cxmaturity.questionnaire.schema import Question
from cxmaturity.services.assessments.answering import Basis, SaveResult, whole_answer
from cxmaturity.services.workshops import facilitation
from cxmaturity.services.workshops.finishing import dot_votes, participant_steps
from cxmaturity.services.workshops.finishing.dot_votes import GivenDots
from cxmaturity.services.workshops.voting import polls, vote_reasons
from cxmaturity.services.workshops.voting.polls import PollAnswer
from cxmaturity.services.workshops.voting.vote_reasons import MAX_REASON_LENGTH
from cxmaturity.services.workshops.voting.vote_writer import VoteWriter, VotingPaused
from cxmaturity.store.database.engine import Database
from cxmaturity.store.workshop.votes import VoteRow
from cxmaturity.text_cleaning import to_one_line
from cxmaturity.web.http import NO_STORE, HttpError, PageRequest
from cxmaturity.web.participant import answer_fields, identity
from cxmaturity.web.participant.answer_fields import FormValues
from cxmaturity.web.participant.context import ParticipantContext, address_token
from cxmaturity.web.participant.participant_cache import ParticipantCache, Participation
from cxmaturity.web.workshop.phone_pages import PhonePages, describe_vote
from cxmaturity.web.workshop.poll_view import poll_id, poll_of_id
from cxmaturity.wording.errors import NOTHING_CHOSEN
from cxmaturity.wording.workshop import workshop_phone
from cxmaturity.workshops.dots import DOTS_EACH
from cxmaturity.workshops.polls import PollName

MAX_STEPS_EACH = 5
"""How many first steps one phone may write."""
_MAX_ROUND_DIGITS = 4
_MAX_COUNTS = 5_000
_NO_VOTE = ("The page sent something that is no vote.", "Reload the page.")
_NO_DOTS = ("Those dots could not be read.", "Reload the page.")


class VoteEndpoints:
    """The endpoints that store votes, dots and answers to polls. One instance per process."""

    def __init__(
        self,
        database: Callable[[], Database],
        writer: VoteWriter,
        participants: ParticipantCache,
        phone_pages: PhonePages,
        publish_to_own_devices: Callable[[str, Mapping[str, Any]], None],
    ) -> None:
        self._publish_to_own_devices = publish_to_own_devices
        self._database, self._writer, self._participants = database, writer, participants
        self._phone_pages = phone_pages
        self._counts: LRUCache[Hashable, int] = LRUCache(_MAX_COUNTS)  # only in memory
        self._counting = Lock()

    async def vote(self, request: PageRequest) -> Response:
        """Asynchronous endpoint that stores one vote and replies once it is committed; it blocks no thread."""
        code = identity.check_script(request) if request.wants_json else identity.check_form(request)
        invitation = address_token(request)
        participation = self._participants.known(invitation, code)
        if participation is None:
            participation = await run_sync(self._participants.find, invitation, code)
        if not request.wants_json:
            return await self._vote_by_form(request, code, participation)
        if poll := poll_of_id(request.content.get("question") if isinstance(request.content, dict) else None):
            poll_reply, stored = await run_sync(self._answer_poll, request.content, participation, poll)
            self._publish_to_own_devices(participation.response_id, stored)
            return JSONResponse(poll_reply, headers=NO_STORE)
        vote, bases = _read_vote(request.content, participation.response_id)
        result = await self._store(participation.assessment_id, vote, bases)
        reply: dict[str, Any] = {"is_in": result.is_accepted, "revision": result.stored.revision}
        # The reply to an accepted vote does not repeat the vote.
        answer = answer_json(result.stored.answer)
        reply |= {} if result.is_accepted else {"answer": answer}
        stored = {"name": f"{vote.question_id}:{vote.round}", "revision": result.stored.revision, "answer": answer}
        self._publish_to_own_devices(vote.response_id, stored)
        return JSONResponse(reply, headers=NO_STORE)

    def _answer_poll(
        self, content: Any, participation: Participation, poll: PollName
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Store an answer to a poll sent by a script; return the reply and what is stored."""
        now = datetime.now(UTC)
        change = protocol.read_save(content, now)
        answer, is_in = self._save_poll(participation, poll, change.answer.level, change.bases.get("choice"), now)
        reply = {"is_in": is_in, "revision": answer.revision}
        stored = {"revision": answer.revision, "answer": {"level": answer.choice}}
        return reply | ({} if is_in else stored), {"name": f"{poll_id(poll)}:1", **stored}

    def _save_poll(
        self, participation: Participation, poll: PollName, choice: int | None, basis: Basis | None, now: datetime
    ) -> tuple[PollAnswer, bool]:
        """Store an answer to a poll; return what is then stored, and whether it is this answer."""
        if choice is None:
            raise Refused(*NOTHING_CHOSEN)
        ids = participation.assessment_id, participation.response_id
        return polls.save_poll_answer(self._database(), *ids, poll, choice, basis, now)

    def _answer_poll_by_form(self, request: PageRequest, participation: Participation, poll: PollName) -> Response:
        form, now = request.form or {}, datetime.now(UTC)
        chosen, shown = form.get(f"choice-{poll_id(poll)}", ""), form.get("base_revision", "")
        basis = Basis(int(shown)) if shown.isascii() and shown.isdigit() and len(shown) <= _MAX_ROUND_DIGITS else None
        choice = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) == 1 else None
        if choice is None:
            return RedirectResponse(f"{request.home}?poll=empty", 303)
        _, is_in = self._save_poll(participation, poll, choice, basis, now)
        return RedirectResponse(request.home if is_in else f"{request.home}?poll=changed", 303)

    async def _store(self, assessment_id: str, vote: VoteRow, bases: Mapping[Part, Basis]) -> SaveResult:
        """Store a vote; return what is stored once it is committed or overruled.

        Raises HttpError when voting is paused, and the writer's other errors.
        """
        stored = self._writer.submit(assessment_id, vote, bases)
        try:
            return await asyncio.shield(asyncio.wrap_future(stored))  # the vote is stored even if the browser leaves
        except VotingPaused as error:
            raise HttpError(409, error.message, error.fix) from error

    async def _vote_by_form(self, request: PageRequest, code: str, participation: Participation) -> Response:
        form = request.form or {}
        if poll := poll_of_id(form.get("question")):
            return await run_sync(self._answer_poll_by_form, request, participation, poll)
        question = participation.survey.questionnaire.by_id.get(form.get("question", ""))
        round_ = form.get("round", "")
        if question is None or not (round_.isascii() and round_.isdigit() and len(round_) <= _MAX_ROUND_DIGITS):
            raise Refused(*_NO_VOTE)
        typed = answer_fields.typed_values(form, question)
        try:
            if not typed.choice:
                raise Refused(*NOTHING_CHOSEN)
            answer = answer_fields.answer_from_values(typed, question)
            bare = replace(answer, note=_one_line_reason(answer.note), evidence="", evidence_grade=None)
            vote = VoteRow(participation.response_id, question.id, int(round_), bare, datetime.now(UTC))
            parts: tuple[Part, ...] = ("choice", "note") if "note" in form else ("choice",)
            bases = dict.fromkeys(parts, Basis(typed.base_revision))
            result = await self._store(participation.assessment_id, vote, bases)
            if not result.is_accepted:
                return await run_sync(self._page_of_conflict, request, code, participation, question, typed, result)
        except TooLate:
            raise
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
        """Return the form as typed, beside the vote another window stored since; voting again replaces that one."""
        other = describe_vote(participation, question, result.stored.answer)
        fault = workshop_phone.vote_conflict(other[0] if other else "")
        values = replace(typed, base_revision=result.stored.revision, fault=fault)
        return self._page_again(request, code, participation, values, 409)

    async def dots(self, request: PageRequest) -> Response:
        """Asynchronous endpoint that stores a person's dots: all of them (script), or one more or less (form)."""
        reply, response_id, dots = await run_sync(self._dots, request)
        stored = {"name": "dots", "revision": dots.revision, "dots": dict(dots.dots)}
        self._publish_to_own_devices(response_id, stored)
        return reply

    def _dots(self, request: PageRequest) -> tuple[Response, str, GivenDots]:
        """Store the dots of a request; return the reply, the person's response id, and the dots then stored."""
        code = identity.check_script(request) if request.wants_json else identity.check_form(request)
        participation, now = self._participants.find(address_token(request), code), datetime.now(UTC)
        ids = participation.assessment_id, participation.response_id
        if not request.wants_json:
            changed = self._dots_after_click(request.form or {}, participation.response_id)
            stored, _ = dot_votes.save_dots(self._database(), *ids, changed)
            return RedirectResponse(request.home, 303), ids[1], stored
        dots, basis = _read_dots(request.content, now)
        stored, is_in = dot_votes.save_dots(self._database(), *ids, dots, basis, now)
        reply: dict[str, Any] = {"is_in": is_in, "revision": stored.revision}
        reply |= {} if is_in else {"dots": dict(stored.dots)}
        return JSONResponse(reply, headers=NO_STORE), ids[1], stored

    async def propose_step(self, request: PageRequest) -> Response:
        """Asynchronous endpoint that stores a first step that somebody wrote, from a form."""
        return await run_sync(self._propose_step, request)

    def _propose_step(self, request: PageRequest) -> Response:
        participation = self._participants.find(address_token(request), identity.check_form(request))
        with self._counted(("steps", participation.response_id), MAX_STEPS_EACH) as is_counted:
            if not is_counted:
                raise Refused(f"Each phone may write {MAX_STEPS_EACH} steps.", "Tell the facilitator your other ones.")
            participant_steps.propose_step(
                self._database(), participation.assessment_id, (request.form or {}).get("step", "")
            )
        return RedirectResponse(f"{request.home}?step=sent", 303)

    async def request_time(self, request: PageRequest) -> Response:
        """Asynchronous endpoint that counts a phone's request for more time, once per vote and timer."""
        return await run_sync(self._request_time, request)

    def _request_time(self, request: PageRequest) -> Response:
        participation = self._participants.find(address_token(request), identity.check_form(request))
        vote = participation.response_id, self._phone_pages.running_vote(participation.assessment_id)
        try:
            with self._counted(("time", vote), 1) as is_counted:
                if is_counted:
                    facilitation.request_time(self._database(), participation.assessment_id)
        except Refused:  # the vote has ended by now: the page shows its result
            return RedirectResponse(request.home, 303)
        return RedirectResponse(f"{request.home}?time=asked", 303)

    @contextmanager
    def _counted(self, what: Hashable, limit: int) -> Iterator[bool]:
        """Count one more of `what`, which the block stores, and yield True; False when there are `limit` already.

        It is counted before it is stored, so that of two requests sent at once the second finds the first, and no
        longer when the block raises.
        """
        with self._counting:
            count = self._counts.get(what, 0)
            is_counted = count < limit
            self._counts[what] = count + is_counted
        try:
            yield is_counted
        except BaseException:
            with self._counting:
                self._counts[what] = self._counts.get(what, is_counted) - is_counted
            raise

    async def take_back_notes(self, request: PageRequest) -> Response:
        """Asynchronous endpoint that deletes what a person wrote in this workshop, from a form."""
        return await run_sync(self._take_back_notes, request)

    def _take_back_notes(self, request: PageRequest) -> Response:
        participation = self._participants.find(address_token(request), identity.check_form(request))
        vote_reasons.take_back_notes(self._database(), participation.assessment_id, participation.response_id)
        return RedirectResponse(f"{request.home}?notes=back", 303)

    def _dots_after_click(self, form: Mapping[str, str], response_id: str) -> dict[str, int]:
        dots = dict(dot_votes.given_dots(self._database(), response_id).dots)
        question_id, change = (form["give"], 1) if "give" in form else (form.get("take", ""), -1)
        changed = dots | {question_id: dots.get(question_id, 0) + change}
        return {name: count for name, count in changed.items() if count != 0}


async def redirect_to_workshop(request: PageRequest) -> Response:
    """Redirect a browser that opens an endpoint's address to the page of the workshop."""
    return RedirectResponse(request.home, 303)


def _read_vote(content: Any, response_id: str) -> tuple[VoteRow, Mapping[Part, Basis]]:
    """Return the vote that a script sent, and what its parts were based on; raises Refused and ValidationErrors.

    The format is that of a save, see answer_form/protocol.py. A vote without a basis, as pages of earlier versions
    send, is always stored.
    """
    question_id, round_ = content.get("question"), content.get("round")
    if not isinstance(question_id, str) or not isinstance(round_, int) or isinstance(round_, bool):
        raise Refused(*_NO_VOTE)
    now = datetime.now(UTC)
    has_bases = "changes" in content or "base_revision" in content
    change = protocol.read_save(content, now) if has_bases else whole_answer(read_answer(content.get("answer")), None)
    answer = replace(change.answer, note=_one_line_reason(change.answer.note))
    return VoteRow(response_id, question_id, round_, answer, now), change.bases


def _one_line_reason(note: str) -> str:
    """Return a reason as one line; raises Refused when it is too long."""
    line = to_one_line(note)
    if len(line) > MAX_REASON_LENGTH:
        raise Refused(f"The line of why has at most {MAX_REASON_LENGTH} characters.", "Shorten it.")
    return line


def _read_dots(content: Any, now: datetime) -> tuple[dict[str, int], Basis | None]:
    """Return the dots that a script sent, by key of the step, and what they were based on; raises Refused.

    The basis has the format of a save; dots without one are always stored.
    """
    dots = content.get("dots") if isinstance(content, dict) else None
    if not isinstance(dots, dict) or len(dots) > DOTS_EACH:
        raise Refused(*_NO_DOTS)
    if not all(isinstance(count, int) and not isinstance(count, bool) for count in dots.values()):
        raise Refused(*_NO_DOTS)
    basis = protocol.read_bases(content["changes"], now).get("choice") if "changes" in content else None
    return dict(dots), basis
