"""Our participants' pages in a bare Starlette application."""

import os

from starlette.applications import Starlette

from cxmaturity.store.database.engine import open_database
from cxmaturity.web.participant.survey_pages import join_routes
from cxmaturity.web.workshop.routes import WorkshopRoutes

database = open_database(os.environ["CXMATURITY_DATABASE_URL"])
app = Starlette(routes=join_routes(lambda: database, WorkshopRoutes(lambda: database, tuple)))
