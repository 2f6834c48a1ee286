"""The pages of phones in a workshop: one part of a page per phase.

A part is the same for everybody except for their own vote. A part's key changes with the part, and a page with scripts
replaces the part only then.
"""

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Condition
from typing import Any

from cachetools import LRUCache, cached
from starlette.responses import Response

from cxmaturity.analysis.groups import RoundResult
from cxmaturity.answer_form import html
from cxmaturity.answers import Answer
from cxmaturity.questionnaire.schema import Question
from cxmaturity.records import StoredAnswer, asked_questions
from cxmaturity.services.assessments.agreed_levels import load_agreed_levels
from cxmaturity.services.surveys import participation
from cxmaturity.services.workshops.finishing import dot_votes
from cxmaturity.services.workshops.finishing.participant_steps import MAX_STEP_LENGTH
from cxmaturity.services.workshops.live_status import LiveStatus, LiveStatuses
from cxmaturity.services.workshops.people.phone_rosters import PAGE_SECONDS, ROSTERS
from cxmaturity.services.workshops.voting import polls, reveals, vote_reasons, vote_writer
from cxmaturity.services.workshops.voting.vote_reasons import MAX_REASON_LENGTH
from cxmaturity.store.database.engine import Database
from cxmaturity.web.http import HttpError, PageRequest, render_page
from cxmaturity.web.participant import answer_fields, identity
from cxmaturity.web.participant.answer_fields import FormValues
from cxmaturity.web.participant.context import ParticipantContext, address_token, progress
from cxmaturity.web.participant.participant_cache import (
    NOT_JOINED,
    ParticipantCache,
    Participation,
    workshop_by_invitation,
)
from cxmaturity.web.workshop.poll_view import poll_view
from cxmaturity.web.workshop.result_link import result_path
from cxmaturity.web.workshop.reveal_view import RevealView, reveal_view
from cxmaturity.wording.exports import sharing
from cxmaturity.wording.questionnaire.levels import level_title
from cxmaturity.wording.surveys import privacy
from cxmaturity.wording.workshop import polls as poll_words
from cxmaturity.wording.workshop import votes, workshop_phone
from cxmaturity.wording.workshop.participant_texts import WHY
from cxmaturity.workshops.dots import DOTS_EACH, StepCandidate, chosen_steps
from cxmaturity.workshops.polls import PollName
from cxmaturity.workshops.state import Pace

_MAX_REVEALS_CACHED = 200


@dataclass(frozen=True, slots=True)
class PagePart:
    """A part of a phone's page. `go` is an address that scripts open in its place, empty for none.

    `place` stays the same while the part only grows or voting is paused; the focus then stays where it is. `spoken` is
    read out when the part appears. `may_wait` is False when a page without scripts must not reload itself, because
    something is being chosen, or read that will not change.
    """

    key: str
    version: int
    template: str
    context: Mapping[str, Any]
    place: str = ""
    spoken: str = ""
    is_paused: bool = False
    go: str = ""
    may_wait: bool = True


class PhonePages:
    """The phones' pages of all workshops. One instance per process."""

    def __init__(
        self, database: Callable[[], Database], live_statuses: LiveStatuses, participants: ParticipantCache
    ) -> None:
        self._database, self._live_statuses, self._participants = database, live_statuses, participants
        # All phones ask at the same moment: one thread makes a reveal, and others that ask for the same one wait for
        # it.
        reveals: LRUCache[tuple[str, int], RevealView] = LRUCache(_MAX_REVEALS_CACHED)
        self._reveal_view = cached(
            reveals,
            key=lambda participant, version, _question: (participant.assessment_id, version),
            condition=Condition(),
        )(self._make_reveal_view)
        binding: LRUCache[tuple[str, int], Sequence[RoundResult]] = LRUCache(_MAX_REVEALS_CACHED)
        self._binding_rounds = cached(
            binding, key=lambda participant, live: (participant.assessment_id, live.version), condition=Condition()
        )(self._read_binding_rounds)

    def phase(self, assessment_id: str) -> str:
        """Return the phase of a workshop."""
        return self._live_statuses.status(assessment_id).state.phase

    def pace(self, assessment_id: str) -> Pace:
        """Return the pace of a workshop."""
        return self._live_statuses.status(assessment_id).pace

    def takes_words(self, assessment_id: str) -> bool:
        """Return whether people may write something beside their answers."""
        live = self._live_statuses.status(assessment_id)
        return live.pace != "together" or live.state.asks_why

    def running_vote(self, assessment_id: str) -> Hashable:
        """Return a key of the current vote and its timer, which differs from every other vote's."""
        state = self._live_statuses.status(assessment_id).state
        return assessment_id, state.phase, state.question, state.round, state.ends_at

    def page(
        self, visit: ParticipantContext, response_id: str, values: FormValues | None = None, status: int = 200
    ) -> Response:
        """Return the whole page for somebody who has joined; `values` are typed values that could not be stored."""
        assessment, live = visit.survey.assessment, self._live_statuses.status(visit.survey.assessment.id)
        ROSTERS.visit(assessment.id, response_id, PAGE_SECONDS)
        if live.state.phase == "self_paced" and assessment.is_open:
            view = visit.view or participation.find_participation(self._database(), visit.survey, visit.code or "")
            if view is not None:
                return visit.page(
                    "phone/self_paced.html", view=view, is_paused=live.state.is_paused, **progress(visit, view)
                )
        code, home = visit.code or "", visit.request.home
        is_choosing = values is not None or "change" in visit.request.query
        participant = Participation(visit.survey, response_id)
        part = self._part(visit.request, participant, live, values, is_short=not is_choosing)
        data = {
            "now": datetime.now(UTC).isoformat(),
            "texts": workshop_phone.SCRIPT_TEXTS | {"is_stored": workshop_phone.STORED},
            "home": home,
            "token": identity.form_token(code),
            "storage_key": f"{assessment.id}:{identity.storage_key(code)}",
            "phase": live.state.phase,
        }
        context: dict[str, Any] = {"workshop": json.dumps(data), "code": code, **part.context}
        context["follow_screen"] = workshop_phone.FOLLOW_SCREEN
        may_have_notes = assessment.is_open and live.state.phase != "lobby"
        context["has_notes"] = may_have_notes and vote_reasons.has_notes(self._database(), response_id)
        context["note_notice"] = privacy.note_notice(assessment)
        context["notice_of_form"] = workshop_phone.form_notice(visit.request.query)
        context["notes_taken_back"] = privacy.NOTES_TAKEN_BACK if "notes" in visit.request.query else ""
        return visit.page("phone/page.html", status, part=part, **context)

    def part(self, request: PageRequest) -> Response:
        """Return only the part, for the script of a page."""
        code = identity.cookie_code(request)
        if code is None:
            workshop_by_invitation(self._database(), address_token(request))
            raise HttpError(403, *NOT_JOINED)
        participant = self._participants.find(address_token(request), code)
        live = self._live_statuses.status(participant.assessment_id)
        part = self._part(request, participant, live, None, is_short=False)
        context: dict[str, Any] = {
            "survey": participant.survey.assessment,
            "questionnaire": participant.survey.questionnaire,
            "token": identity.form_token(code),
            "part": part,
        }
        return render_page(request, "phone/part.html", **context, **part.context)

    def _part(
        self,
        request: PageRequest,
        participant: Participation,
        live: LiveStatus,
        values: FormValues | None,
        is_short: bool,
    ) -> PagePart:
        phase, version = live.state.phase, live.version
        if phase == "vote":
            return self._vote(participant, live, values, is_short)
        if phase == "reveal":
            return self._reveal(participant, live)
        if phase == "dots":
            return self._dots(participant, live)
        if live.state.open_poll:
            return self._poll(request, participant, live, live.state.open_poll)
        if phase == "warm_up_result":
            result = polls.poll_results(self._database(), [participant.assessment_id], "warm_up")
            poll = poll_view(live.state, "warm_up", result=result.get(participant.assessment_id))
            return PagePart(phase, version, "phone/warm_up_result.html", {"poll": poll}, phase, poll.result)
        if phase == "steps":
            steps = chosen_steps(dot_votes.step_candidates(self._database(), participant.assessment_id, version))
            spoken = workshop_phone.spoken_phase(phase, is_paused=False)
            context = {"steps": steps, "look_again": workshop_phone.REFRESH}
            return PagePart(
                _steps_key("steps", steps), version, "phone/steps.html", context, phase, spoken, may_wait=False
            )
        if phase == "self_paced":
            code = identity.cookie_code(request) or ""
            view = participation.find_participation(self._database(), participant.survey, code)
            first = next(iter(view.open_questions), None) if view else None
            go = f"{request.home}/{first.id if first else 'review'}"
            return PagePart(phase, version, "phone/redirect.html", {"go": go}, place=phase, go=go)
        return PagePart(
            phase,
            version,
            f"phone/{phase}.html",
            {
                "joined": live.joined,
                "result_text": sharing.YOUR_RESULT,
                "result_path": self._result(request, participant, phase),
            },
            place=phase,
            spoken=workshop_phone.spoken_phase(phase, is_paused=False),
            may_wait=phase != "closed",
        )

    def _result(self, request: PageRequest, participant: Participation, phase: str) -> str | None:
        """Return the path of the result once the workshop has ended and its result was shared; else None."""
        return result_path(self._database(), request, participant.assessment_id) if phase == "closed" else None

    def _poll(self, request: PageRequest, participant: Participation, live: LiveStatus, poll: PollName) -> PagePart:
        stored = polls.load_poll_answer(self._database(), participant.response_id, poll)
        view = poll_view(live.state, poll, stored.choice, stored.revision)
        fault = workshop_phone.poll_fault(request.query.get("poll", ""))
        context = {"poll": view, "texts": poll_words.PHONE_TEXTS, "poll_fault": fault}
        spoken = workshop_phone.spoken_phase(poll, is_paused=False)
        return PagePart(poll, live.version, "phone/poll.html", context, poll, spoken, may_wait=False)

    def _question(self, participant: Participation, live: LiveStatus) -> tuple[Question, dict[str, Any]]:
        """Return the current question, and the values that the parts of a vote and of a reveal share."""
        questionnaire, assessment = participant.survey.questionnaire, participant.survey.assessment
        question, order = questionnaire.by_id[str(live.state.question)], live.state.order
        asked = asked_questions(questionnaire, assessment)
        return question, {
            "card": html.question_card(questionnaire, asked, assessment.variant, question),
            "round": live.state.round,
            "round_name": votes.round_name(live.state.vote_number),
            "place": order.index(question.id) + 1,
            "count": len(order),
        }

    def _stored_vote(self, participant: Participation, live: LiveStatus) -> StoredAnswer:
        question_id, round_ = str(live.state.question), live.state.round
        return vote_writer.stored_vote(self._database(), participant.response_id, question_id, round_)

    def _vote(
        self, participant: Participation, live: LiveStatus, values: FormValues | None, is_short: bool
    ) -> PagePart:
        question, context = self._question(participant, live)
        stored, is_paused = self._stored_vote(participant, live), live.state.is_paused
        vote = stored.answer
        is_short = is_short and vote.is_answered
        notice, may_say_why = self._second_vote(participant, live, question)
        asks_why = live.state.asks_why and may_say_why
        context |= {
            "values": values or answer_fields.stored_values(vote, stored.revision),
            "own": describe_vote(participant, question, vote),
            "is_paused": is_paused,
            "is_short": is_short,
            "why": workshop_phone.why_texts(participant.survey.assessment.privacy) if asks_why else None,
            "longest_why": MAX_REASON_LENGTH,
            "notice": notice,
        }
        place = f"vote:{question.id}:{live.state.round}"
        return PagePart(
            f"{place}:{is_paused:d}:{asks_why:d}",
            live.version,
            "phone/vote.html",
            context,
            place,
            workshop_phone.spoken_phase("vote", is_paused),
            is_paused,
            may_wait=is_short or is_paused,
        )

    def _read_binding_rounds(self, participant: Participation, live: LiveStatus) -> Sequence[RoundResult]:
        return reveals.binding_rounds(self._database(), participant.survey.assessment, live.state)

    def _second_vote(self, participant: Participation, live: LiveStatus, question: Question) -> tuple[str | None, bool]:
        """Return a sentence on whether this person counts in a repeated anonymous vote, and whether to ask them why.

        Where everybody counts, there is no sentence.
        """
        binding = self._binding_rounds(participant, live)
        if not binding:
            return None, True
        counts, may_say_why = reveals.part_in_second_vote(
            self._database(), participant.response_id, question.id, binding, live.state.round
        )
        return votes.second_vote_notice(binding, counts=counts), may_say_why

    def _reveal(self, participant: Participation, live: LiveStatus) -> PagePart:
        question, context = self._question(participant, live)
        is_shared = live.state.is_shared
        reveal = self._reveal_view(participant, live.version, question)
        place = f"reveal:{question.id}:{live.state.round}"
        context |= {
            "own": describe_vote(participant, question, self._stored_vote(participant, live).answer),
            "saw": reveal,
            "is_shared": is_shared,
            "why_heading": WHY,
            "look_again": workshop_phone.REFRESH,
        }
        key = f"{place}:{is_shared:d}:{reveal.agreed}:{reveal.reason}:{'|'.join(reveal.reasons)}"
        return PagePart(key, live.version, "phone/reveal.html", context, place, reveal.spoken, may_wait=False)

    def _make_reveal_view(self, participant: Participation, _version: int, question: Question) -> RevealView:
        database, assessment = self._database(), participant.survey.assessment
        rounds = reveals.round_results(database, assessment.id, question.id)
        agreed = load_agreed_levels(database, assessment.id).get(question.id)
        state = self._live_statuses.status(assessment.id).state
        lines = vote_reasons.reasons_on_screen(database, assessment, state)
        return reveal_view(participant.survey.questionnaire, question, assessment.variant, rounds, agreed, lines)

    def _dots(self, participant: Participation, live: LiveStatus) -> PagePart:
        database = self._database()
        stored = dot_votes.given_dots(database, participant.response_id)
        steps = dot_votes.step_candidates(database, participant.assessment_id, live.version)
        context = {
            "steps": steps,
            "given": stored.dots,
            "revision": stored.revision,
            "left": DOTS_EACH - sum(stored.dots.values()),
            "dots": DOTS_EACH,
            "own_step": workshop_phone.OWN_STEP,
            "longest_step": MAX_STEP_LENGTH,
        }
        spoken = workshop_phone.spoken_phase("dots", is_paused=False)
        return PagePart(_steps_key("dots", steps), live.version, "phone/dots.html", context, "dots", spoken)


def _steps_key(phase: str, steps: tuple[StepCandidate, ...]) -> str:
    return ":".join([phase, *(f"{step.key}-{step.level}-{step.dots}" for step in steps)])


def describe_vote(participant: Participation, question: Question, vote: Answer) -> tuple[str, str] | None:
    """Return a person's own vote in words, as its name and its statement; None without one."""
    if vote.level is not None:
        statements = question.levels_in(participant.survey.assessment.variant)
        return level_title(participant.survey.questionnaire, vote.level), statements[vote.level - 1]
    if vote.dont_know:
        return "Don't know", ""
    return None if vote.not_applicable is None else ("Does not apply", vote.not_applicable)
