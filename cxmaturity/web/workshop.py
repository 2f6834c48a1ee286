"""The addresses of workshops: the field for the code, the phones and the projected screen."""

from collections.abc import Callable

from anyio.to_thread import run_sync
from starlette.responses import Response
from starlette.routing import Route

from cxmaturity.services import workshops
from cxmaturity.services.ballots import Ballots
from cxmaturity.services.live import Live
from cxmaturity.store.engine import Database
from cxmaturity.web.entry import Entry, limit
from cxmaturity.web.light import Asked, Light, Quick
from cxmaturity.web.live import Feed
from cxmaturity.web.room import Rooms
from cxmaturity.web.screen import Addresses, Screen
from cxmaturity.web.seats import Seats, workshop_of
from cxmaturity.web.visit import token_in
from cxmaturity.web.voting import Voting, back

_MOST_KEPT = 1_000
_PARTS_AT_ONCE = 3


class Workshops:
    """All that is served of workshops. One for each process."""

    def __init__(self, database: Callable[[], Database], addresses: Addresses) -> None:
        live, seats = Live(database), Seats(database)
        self.rooms = Rooms(database, live, seats)
        self.entry = Entry(database, limit())
        self._voting = Voting(database, Ballots(database), seats, self.rooms)
        self._screen = Screen(database, addresses)
        self._feed = Feed(live.glance)
        self._database = database
        self._ids: dict[tuple[str, bool], str] = {}

    def routes(self) -> list[Route]:
        """Return what stands below /join, to be tried before the pages of surveys."""
        return [
            Route("/", Light(self.entry.show, self.entry.enter)),
            Route("/screen/{token}", Light(self._screen.show)),
            Route("/screen/{token}/part", Light(self._screen.part)),
            Route("/screen/{token}/live", Quick(self._live_of_screen, None)),
            Route("/{invitation}/part", Light(self.rooms.part, at_once=_PARTS_AT_ONCE)),
            Route("/{invitation}/live", Quick(self._live_of_phone, None)),
            Route("/{invitation}/vote", Quick(back, self._voting.vote)),
            Route("/{invitation}/dots", Quick(back, self._voting.dots)),
        ]

    async def _live_of_screen(self, asked: Asked) -> Response:
        return await self._feed.reply(asked, await self._id(token_in(asked, "token"), True), is_screen=True)

    async def _live_of_phone(self, asked: Asked) -> Response:
        return await self._feed.reply(asked, await self._id(token_in(asked), False), is_screen=False)

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
        found = workshops.by_screen(database, token) if is_screen else workshop_of(database, token)
        return found.assessment.id
