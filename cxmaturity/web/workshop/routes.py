"""The addresses of workshops: the field for the code, the phones and the projected screen."""

from collections.abc import Callable

from anyio.to_thread import run_sync
from starlette.responses import Response
from starlette.routing import Route

from cxmaturity.services.workshops import facilitation
from cxmaturity.services.workshops.snapshots import WorkshopSnapshots
from cxmaturity.services.workshops.vote_writer import VoteWriter
from cxmaturity.store.engine import Database
from cxmaturity.web.events import EventHub
from cxmaturity.web.http import AsyncEndpoint, PageEndpoint, PageRequest
from cxmaturity.web.participant.context import address_token
from cxmaturity.web.participant.join_code import JoinCodePage, wrong_code_limiter
from cxmaturity.web.participant.participant_cache import ParticipantCache, workshop_by_invitation
from cxmaturity.web.workshop.phone_pages import PhonePages
from cxmaturity.web.workshop.presentation import Addresses, PresentationPages
from cxmaturity.web.workshop.vote_endpoints import VoteEndpoints, redirect_to_workshop

_MOST_KEPT = 1_000
_PARTS_AT_ONCE = 3


class WorkshopRoutes:
    """All that is served of workshops. One for each process."""

    def __init__(self, database: Callable[[], Database], addresses: Addresses) -> None:
        live, seats = WorkshopSnapshots(database), ParticipantCache(database)
        self.rooms = PhonePages(database, live, seats)
        self.entry = JoinCodePage(database, wrong_code_limiter())
        self._voting = VoteEndpoints(database, VoteWriter(database), seats, self.rooms)
        self._screen = PresentationPages(database, addresses)
        self._feed = EventHub(live.status)
        self._database = database
        self._ids: dict[tuple[str, bool], str] = {}

    def routes(self) -> list[Route]:
        """Return what stands below /join, to be tried before the pages of surveys."""
        return [
            Route("/", PageEndpoint(self.entry.show, self.entry.enter)),
            Route("/screen/{token}", PageEndpoint(self._screen.show)),
            Route("/screen/{token}/part", PageEndpoint(self._screen.part)),
            Route("/screen/{token}/live", AsyncEndpoint(self._live_of_screen, None)),
            Route("/{invitation}/part", PageEndpoint(self.rooms.part, at_once=_PARTS_AT_ONCE)),
            Route("/{invitation}/live", AsyncEndpoint(self._live_of_phone, None)),
            Route("/{invitation}/vote", AsyncEndpoint(redirect_to_workshop, self._voting.vote)),
            Route("/{invitation}/dots", AsyncEndpoint(redirect_to_workshop, self._voting.dots)),
        ]

    async def _live_of_screen(self, request: PageRequest) -> Response:
        return await self._feed.reply(request, await self._id(address_token(request, "token"), True), is_screen=True)

    async def _live_of_phone(self, request: PageRequest) -> Response:
        return await self._feed.reply(request, await self._id(address_token(request), False), is_screen=False)

    async def _id(self, token: str, is_screen: bool) -> str:
        """Return the id of the workshop that a token leads to, which never changes; raises NotFound."""
        if (token, is_screen) not in self._ids:
            found = await run_sync(self._look_up, token, is_screen)
            if len(self._ids) >= _MOST_KEPT:
                self._ids.clear()
            self._ids[token, is_screen] = found
            return found
        return self._ids[token, is_screen]

    def _look_up(self, token: str, is_screen: bool) -> str:
        database = self._database()
        found = (
            facilitation.workshop_by_screen(database, token) if is_screen else workshop_by_invitation(database, token)
        )
        return found.assessment.id
