"""The routes of workshops: join code, phones and projected screen."""

from collections.abc import Callable
from threading import Condition

from anyio.to_thread import run_sync
from cachetools import LRUCache, cached
from starlette.responses import Response
from starlette.routing import Route

from cxmaturity.services.workshops import workshop_view
from cxmaturity.services.workshops.live_status import LiveStatuses
from cxmaturity.services.workshops.voting.vote_writer import VoteWriter
from cxmaturity.store.database.engine import Database
from cxmaturity.web.events import EventHub
from cxmaturity.web.http import AsyncEndpoint, PageEndpoint, PageRequest
from cxmaturity.web.participant import identity
from cxmaturity.web.participant.context import address_token
from cxmaturity.web.participant.join_code import JoinCodePage, wrong_code_limiter
from cxmaturity.web.participant.participant_cache import ParticipantCache, workshop_by_invitation
from cxmaturity.web.workshop.phone_pages import PhonePages
from cxmaturity.web.workshop.screen_pages import Addresses, ScreenPages
from cxmaturity.web.workshop.vote_endpoints import VoteEndpoints, redirect_to_workshop

_MAX_IDS_CACHED = 1_000
_PARTS_AT_ONCE = 3


class WorkshopRoutes:
    """The routes of all workshops. One instance per process; the app's lifespan must call `close`."""

    def __init__(self, database: Callable[[], Database], addresses: Addresses) -> None:
        live_statuses, self.participants = LiveStatuses(database), ParticipantCache(database)
        self.phone_pages = PhonePages(database, live_statuses, self.participants)
        self.join_code = JoinCodePage(database, wrong_code_limiter())
        self._writer = VoteWriter(database)
        self._events = EventHub(live_statuses.status)
        self._votes = VoteEndpoints(
            database, self._writer, self.participants, self.phone_pages, self._events.publish_to_own_devices
        )
        self._screen = ScreenPages(database, addresses)
        self._database = database
        ids: LRUCache[tuple[str, bool], str] = LRUCache(_MAX_IDS_CACHED)
        self._assessment_id = cached(ids, key=lambda *token_and_kind: token_and_kind, condition=Condition())(
            self._find_assessment_id
        )

    def routes(self) -> list[Route]:
        """Return the routes below /join; they must be matched before those of surveys."""
        return [
            Route("/", PageEndpoint(self.join_code.show, self.join_code.enter)),
            Route("/screen/{token}", PageEndpoint(self._screen.show)),
            Route("/screen/{token}/part", PageEndpoint(self._screen.part)),
            Route("/screen/{token}/blank", PageEndpoint(None, self._screen.blank)),
            Route("/screen/{token}/live", AsyncEndpoint(self._screen_events, None)),
            Route("/{invitation}/screen", PageEndpoint(self._screen.show)),
            Route("/{invitation}/screen/part", PageEndpoint(self._screen.part)),
            Route("/{invitation}/screen/live", AsyncEndpoint(self._screen_events, None)),
            Route("/{invitation}/part", PageEndpoint(self.phone_pages.part, at_once=_PARTS_AT_ONCE)),
            Route("/{invitation}/live", AsyncEndpoint(self._phone_events, None)),
            Route("/{invitation}/vote", AsyncEndpoint(redirect_to_workshop, self._votes.vote)),
            Route("/{invitation}/dots", AsyncEndpoint(redirect_to_workshop, self._votes.dots)),
            Route("/{invitation}/step", AsyncEndpoint(redirect_to_workshop, self._votes.propose_step)),
            Route("/{invitation}/time", AsyncEndpoint(redirect_to_workshop, self._votes.request_time)),
            Route("/{invitation}/notes", AsyncEndpoint(redirect_to_workshop, self._votes.take_back_notes)),
        ]

    def close(self) -> None:
        """Accept no more votes, and return once all accepted ones are stored."""
        self._writer.close()

    async def _screen_events(self, request: PageRequest) -> Response:
        """Return the screen's events, for a screen or for a participant who follows it on their own device."""
        is_screen = "token" in request.path_params
        token = address_token(request, "token" if is_screen else "invitation")
        assessment_id = await run_sync(self._assessment_id, token, is_screen)
        return await self._events.reply(request, assessment_id, is_screen=True)

    async def _phone_events(self, request: PageRequest) -> Response:
        invitation, code = address_token(request), identity.cookie_code(request)
        assessment_id = await run_sync(self._assessment_id, invitation, False)
        participant = await run_sync(self.participants.find, invitation, code) if code else None
        response_id = participant.response_id if participant else None
        return await self._events.reply(request, assessment_id, is_screen=False, response_id=response_id)

    def _find_assessment_id(self, token: str, is_screen: bool) -> str:
        """Return the id of the workshop with this token, which never changes; raises NotFound."""
        database = self._database()
        if is_screen:
            return workshop_view.workshop_by_screen(database, token).assessment.id
        return workshop_by_invitation(database, token).assessment.id
