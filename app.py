"""The application: the Streamlit app around pages/main.py, and what else this one process serves.

`streamlit run app.py`, `python app.py` and `uvicorn app:app` all start it.
"""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from cxmaturity.services.machine import hold_many
from cxmaturity.services.settings import access_key
from cxmaturity.ui import listening, session
from cxmaturity.ui.starting import warm_up
from cxmaturity.ui.trouble import unexpected
from cxmaturity.web.answers import answer_routes
from cxmaturity.web.compression import CompressOnce
from cxmaturity.web.door import Door, tell
from cxmaturity.web.health import routes
from cxmaturity.web.join import join_routes

key = access_key()
light = [*routes, *join_routes(session.database, listening.addresses)]


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Get ready for the first visitor, and tell the owner the way in."""
    logging.getLogger("uvicorn.access").disabled = True  # it writes down who asked for what, private codes and all
    hold_many()
    warm_up()
    if listening.on_network():
        tell(listening.addresses(), key())
    yield


app = st.App(
    Path(__file__).parent / "pages" / "main.py",
    routes=answer_routes(session.database),
    middleware=[Middleware(Door, light, key, listening.on_network), Middleware(CompressOnce)],
    lifespan=lifespan,
    on_script_error=unexpected,
)

if __name__ == "__main__":
    app.run()
