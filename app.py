"""The application: the Streamlit app around pages/main.py, and what else this one process serves.

`streamlit run app.py`, `python app.py` and `uvicorn app:app` all start it.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from cxmaturity.services.settings import access_key
from cxmaturity.ui.shared import server_address, session
from cxmaturity.ui.shared.errors import show_unexpected_error
from cxmaturity.ui.shared.warmup import warm_up
from cxmaturity.web.access import OwnerAccess, print_access_links
from cxmaturity.web.answer_endpoints import answer_routes
from cxmaturity.web.compression import CompressOnce
from cxmaturity.web.health import health_routes
from cxmaturity.web.participant.survey_pages import join_routes
from cxmaturity.web.workshop.routes import WorkshopRoutes

key = access_key()
workshops = WorkshopRoutes(session.database, server_address.addresses)
light = [*health_routes, *join_routes(session.database, workshops)]


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Get ready for the first visitor and print the owner's links; at the end, store the votes that still wait."""
    logging.getLogger("uvicorn.access").disabled = True  # it writes down who asked for what, private codes and all
    warm_up()
    if server_address.on_network():
        print_access_links(server_address.addresses(), key())
    yield
    await asyncio.to_thread(workshops.close)


app = st.App(
    Path(__file__).parent / "pages" / "main.py",
    routes=answer_routes(session.database),
    middleware=[Middleware(OwnerAccess, light, key, server_address.on_network), Middleware(CompressOnce)],
    lifespan=lifespan,
    on_script_error=show_unexpected_error,
)

if __name__ == "__main__":
    app.run()
