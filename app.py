"""The ASGI application: the Streamlit app around pages/main.py, with everything else that this process serves.

`streamlit run app.py`, `python app.py` and `uvicorn app:app` all start it.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from cxmaturity.services.owner_sessions import EndedSessions
from cxmaturity.services.settings import DATA_FOLDER, load_settings
from cxmaturity.ui.shared import downloads
from cxmaturity.ui.shared.frame import server_address, session
from cxmaturity.ui.shared.frame.errors import show_unexpected_error
from cxmaturity.ui.shared.frame.set_fields import correct_former_content
from cxmaturity.ui.shared.frame.startup import start_up
from cxmaturity.ui.shared.frame.uninterrupted import finish_callbacks
from cxmaturity.web.answer_endpoints import answer_routes
from cxmaturity.web.api.routes import api_routes
from cxmaturity.web.app_shell import AppShell
from cxmaturity.web.compression import CompressOnce
from cxmaturity.web.downloads import EndingDownloads
from cxmaturity.web.exports import export_routes
from cxmaturity.web.health import health_routes
from cxmaturity.web.participant.deadlines import close_overdue_surveys
from cxmaturity.web.participant.survey_pages import join_routes
from cxmaturity.web.published.pages import published_routes
from cxmaturity.web.security.access import OwnerAccess, TrustedProxies, print_access_links
from cxmaturity.web.security.connection_limits import default_limits, guard_connections
from cxmaturity.web.security.same_origin import SameOrigin
from cxmaturity.web.security.security_headers import SecurityHeaders, keep_refusals_out_of_the_log
from cxmaturity.web.unexpected import UnexpectedErrors
from cxmaturity.web.workshop.routes import WorkshopRoutes

PAGES = Path(__file__).parent / "pages"
NO_ADDRESS = ("main", "home")  # the frame of every page, and the page at the address of the app itself

settings = load_settings()
guard_connections(lambda: default_limits(settings.trusted_proxies))
finish_callbacks()
correct_former_content()
workshops = WorkshopRoutes(session.database, server_address.addresses)


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """On start, prepare, print the owner's links and watch deadlines; on shutdown, store waiting votes and close."""
    logging.getLogger("uvicorn.access").disabled = True  # it would log clients' addresses and private codes in paths
    keep_refusals_out_of_the_log()
    start_up()
    if server_address.serves_others():
        addresses = [f"{address}{server_address.base_path()}" for address in server_address.addresses()]
        print_access_links(addresses, settings.owner_key)
    closing = asyncio.create_task(close_overdue_surveys(session.database))
    yield
    closing.cancel()
    await asyncio.to_thread(workshops.close)
    await asyncio.to_thread(session.close_database)


app = st.App(
    PAGES / "main.py",
    middleware=[
        Middleware(SecurityHeaders, server_address.base_path),
        Middleware(UnexpectedErrors, server_address.base_path),
        Middleware(TrustedProxies, settings.trusted_proxies),
        Middleware(SameOrigin, server_address.base_path),
        Middleware(
            OwnerAccess,
            public=[
                *health_routes,
                *join_routes(session.database, workshops),
                *published_routes(session.database),
                *api_routes(session.database),
            ],
            private=[*answer_routes(session.database), *export_routes(session.database)],
            key=lambda: settings.owner_key,
            needs_key=server_address.serves_others,
            base_path=server_address.base_path,
            ended=EndedSessions(DATA_FOLDER / "ended-sessions"),
        ),
        Middleware(EndingDownloads, server_address.base_path, downloads.has_ended),
        Middleware(CompressOnce, server_address.base_path),
        Middleware(AppShell, server_address.base_path, {page.stem for page in PAGES.glob("*.py")} - {*NO_ADDRESS}),
    ],
    lifespan=lifespan,
    on_script_error=show_unexpected_error,
)

if __name__ == "__main__":
    app.run()
