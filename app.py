"""The application: the Streamlit app around pages/main.py, and what else this one process serves.

`streamlit run app.py`, `python app.py` and `uvicorn app:app` all start it.
"""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware

from cxmaturity.errors import CxMaturityError
from cxmaturity.ui import session
from cxmaturity.ui.trouble import unexpected
from cxmaturity.web.answers import answer_routes
from cxmaturity.web.compression import CompressOnce
from cxmaturity.web.health import routes


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Do the slow things before the first visitor: a burst of first visitors would do them all at once."""
    from cxmaturity.services.library import shelf
    from cxmaturity.ui import charts, sheet  # noqa: F401  # imports pandas and plotly

    shelf()
    with suppress(CxMaturityError):  # the pages say it, and try again
        session.database()
    gc.freeze()  # what was imported stays for good: no later collection needs to walk it
    yield


app = st.App(
    Path(__file__).parent / "pages" / "main.py",
    routes=[*routes, *answer_routes(session.database)],
    middleware=[Middleware(CompressOnce)],
    lifespan=lifespan,
    on_script_error=unexpected,
)

if __name__ == "__main__":
    app.run()
