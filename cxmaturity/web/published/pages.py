"""The page of a published result: a single reply without scripts that contains all its pictures."""

from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from anyio.to_thread import run_sync
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from cxmaturity.answer_form import html
from cxmaturity.errors import CxMaturityError
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import PublishedLink
from cxmaturity.report.board import board_of
from cxmaturity.report.document import Report
from cxmaturity.report.figures import Bars
from cxmaturity.services.questionnaires import archived_questionnaire
from cxmaturity.services.sharing.link_files import link_file, link_file_name, link_formats
from cxmaturity.services.sharing.published_links import published_report
from cxmaturity.store.database.engine import Database
from cxmaturity.web.exports import ExportTurns, file_reply, refusal
from cxmaturity.web.http import NO_STORE, token_of_link
from cxmaturity.wording.exports import sharing as words
from cxmaturity.wording.exports.exported_files import FORMAT_NAMES
from cxmaturity.wording.report.board import CONTENTS

_FOLDER = Path(__file__).parent
_STYLE = (_FOLDER / "published.css").read_text("utf-8")
_STYLE_DIGEST = b64encode(sha256(_STYLE.encode()).digest()).decode()
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        f"default-src 'none'; img-src data:; style-src 'sha256-{_STYLE_DIGEST}'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}
_MOST_OPEN_ROWS = 8  # longer tables are folded
_MOST_BARS = 7  # of which a picture is not higher than what stands beside it
_template = html.templates(_FOLDER / "templates").get_template("published.html")


def published_routes(database: Callable[[], Database]) -> list[Route]:
    """Return the routes of published results and their files, for everybody who has the link."""
    turns = ExportTurns(at_once=1)  # separate from the owner's turns, so that visitors do not delay the owner

    async def show(request: Request) -> Response:
        secret = request.path_params["secret"]
        token = token_of_link(secret)
        if token and (token != secret or request.url.path.endswith("/")):
            return RedirectResponse(f"{request.scope.get('root_path', '')}/r/{token}", 303, NO_STORE)
        try:
            report, link = await run_sync(lambda: published_report(database(), secret, datetime.now(UTC)))
            questionnaire = await run_sync(archived_questionnaire, database(), report.cover.digest)
            page = await run_sync(published_page, report, link, secret, questionnaire)
        except CxMaturityError as error:
            return refusal(error)
        return HTMLResponse(page, headers=_HEADERS)

    async def file(request: Request) -> Response:
        secret, format = request.path_params["secret"], request.path_params["name"].rpartition(".")[2]
        try:
            async with turns.turn():
                reply = file_reply(await run_sync(lambda: link_file(database(), secret, format, datetime.now(UTC))))
        except CxMaturityError as error:
            return refusal(error)
        reply.headers["X-Robots-Tag"] = _HEADERS["X-Robots-Tag"]
        return reply

    return [
        Route("/r/{secret}", show, methods=["GET"]),
        Route("/r/{secret}/", show, methods=["GET"]),
        Route("/r/{secret}/{name}", file, methods=["GET"]),
    ]


def published_page(report: Report, link: PublishedLink, secret: str, questionnaire: Questionnaire) -> str:
    """Return the page of a published report as HTML, with all texts escaped.

    `secret` is the last part of its address, below which its files are. Texts of the questionnaire are marked with its
    language.
    """
    from cxmaturity.export.pictures import svg  # slow to import, and rarely needed

    board = board_of(report)
    return _template.render(
        cover=report.cover,
        board=board,
        has_many_bars=any(isinstance(figure, Bars) and len(figure.bars) > _MOST_BARS for figure in board.figures),
        sections=report.sections,
        questionnaire=questionnaire,
        pictures={figure.key: _data_url(svg(figure)) for figure in report.figures},
        narrow_pictures={figure.key: _data_url(svg(figure, is_narrow=True)) for figure in report.figures},
        style=Markup(_STYLE),
        notice=words.frozen_notice(link.created_at.date(), link.expires_at.date()),
        files=[
            (f"{quote(secret, safe='')}/{quote(link_file_name(report, format), safe='')}", FORMAT_NAMES[format])
            for format in link_formats(link)
        ],
        files_title=words.FILES_OF_LINK,
        contents_title=CONTENTS,
        how_it_comes=words.HOW_IT_COMES,
        most_open_rows=_MOST_OPEN_ROWS,
    )


def _data_url(picture: str) -> str:
    return f"data:image/svg+xml,{quote(picture, safe=_UNQUOTED)}"


_UNQUOTED = ":/=,;()."  # characters that need no escaping in a data: URL; a space would end it in `srcset`
