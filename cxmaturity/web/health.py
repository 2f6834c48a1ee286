"""The health check: a plain reply for monitors, and for a second start that finds the port in use."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route


async def _alive(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("cx-maturity", headers={"Cache-Control": "no-store"})


health_routes = [Route("/healthz", _alive)]
