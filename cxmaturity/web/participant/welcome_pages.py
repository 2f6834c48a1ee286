"""The page on which people start or return; identity.py describes how a survey recognises them."""

from collections.abc import Callable
from datetime import UTC, datetime
from secrets import token_urlsafe
from threading import Lock
from typing import get_args

from cachetools import TTLCache
from starlette.responses import RedirectResponse
from starlette.responses import Response as Reply

from cxmaturity.analysis.disclosure import MIN_GROUP_FOR_PART
from cxmaturity.answer_form import protocol
from cxmaturity.answers import Role
from cxmaturity.errors import NotFound, Refused
from cxmaturity.records import asked_questions
from cxmaturity.services.surveys import admission, codes, participation
from cxmaturity.services.surveys.admission import Full, Locked
from cxmaturity.services.surveys.participation import NameTaken
from cxmaturity.store.database.engine import Database
from cxmaturity.text_cleaning import MAX_NAME_LENGTH, to_one_line
from cxmaturity.web.http import HttpError, PageRequest, json_reply
from cxmaturity.web.participant import identity
from cxmaturity.web.participant.context import REVIEW, ParticipantContext, address_token, progress
from cxmaturity.web.security.rate_limits import RateLimiter
from cxmaturity.web.workshop.phone_pages import PhonePages
from cxmaturity.wording.errors import NO_PAGE
from cxmaturity.wording.language.plurals import spelled
from cxmaturity.wording.questionnaire.reading_time import answering_time
from cxmaturity.wording.surveys import participation as wording
from cxmaturity.wording.surveys import privacy
from cxmaturity.wording.surveys.admission import LET_IN, waiting_to_be_let_in
from cxmaturity.wording.workshop.participants import REMOVED_NOTICE

NOT_BEGUN = (
    "Nobody has begun in this browser.",
    "Open the survey's link and begin; to continue, use your private code.",
)
_MAX_SLIP_SHOWN = 40  # characters of a typed slip code that are shown again
_ROLES: dict[str, Role] = {role: role for role in get_args(Role)}
_WAITING = "waiting"  # in an address: the browser waits for admission
_OUT = "out"  # in an address: this phone was removed from the workshop
_ASKED = "asked"  # in an address: the team's cookie was just looked for


MAX_BEGUN_PER_CLIENT = 1_200
"""How many people may start from one network within a minute; everybody in a large room may share one."""
MAX_BEGUN_OVERALL = 12_000
"""How many people may start from all networks together until networks that just had one must wait."""
_SECONDS = 60.0
_SENT_AGAIN_SECONDS = 600.0  # within which the same form gets the same code: a browser repeats it if no reply came
_MAX_FORMS = 20_000
_FORM_ID_LENGTH = 16  # characters
_TOO_MANY = ("Too many people began from your network in this minute.", "Wait a minute, then try again.")


class WelcomePages:
    """Handlers of a survey's first page, each with the context of its request."""

    def __init__(self, database: Callable[[], Database], phone_pages: PhonePages) -> None:
        self._database, self._phone_pages = database, phone_pages
        self._limiter = RateLimiter(MAX_BEGUN_PER_CLIENT, MAX_BEGUN_OVERALL, _SECONDS)
        self._new_codes: TTLCache[str, str] = TTLCache(_MAX_FORMS, _SENT_AGAIN_SECONDS)  # by form, only in memory
        self._lock = Lock()

    def show(self, context: ParticipantContext) -> Reply:
        """Return the page that explains the survey and its privacy and, once a person has started, their progress.

        Scripts get the stored answers as JSON. In open mode a personal link makes this its person's browser; in
        anonymous mode a code in the address is ignored.
        """
        request, row = context.request, context.survey.assessment
        if request.wants_json:
            return _answers(context)
        if "code" in request.query and row.privacy == "open":
            return self._open_personal_link(context, request.query["code"])
        is_code_ignored = "code" in (*request.query, request.query.get(_ASKED))
        if context.view is None and request.query.get(_WAITING) and not self._has_place(context):
            return self._waiting_page(context)
        if context.view is None:
            if context.code is None and row.is_linked_by_code and _ASKED not in request.query:
                return identity.ask_for_team_cookie(request, row, "?code" if is_code_ignored else "")
            if context.code and request.query.get(_ASKED) == "1":
                return context.redirect_to()
            return self._welcome_page(context, is_code_ignored=is_code_ignored)
        if context.is_workshop:
            return self._phone_pages.page(context, context.view.stored.id)
        shown = progress(context, context.view) | {"code_ignored": wording.CODE_IN_ADDRESS if is_code_ignored else ""}
        name = self._name(context)
        shown["deadline"] = wording.open_until(row.deadline)
        return context.page("progress.html", view=context.view, code=context.code, name=name, **shown)

    def remembered(self, request: PageRequest) -> Reply:
        """Redirect to a linked survey, with the code that this browser keeps for the team's linked surveys, if any."""
        survey = participation.survey_by_invitation(self._database(), address_token(request))
        row = survey.assessment
        if not row.is_linked_by_code or request.path_params["team"] != codes.team_token(row):
            raise NotFound(*NO_PAGE)
        reply = RedirectResponse(f"{request.home}?{_ASKED}={'code' if 'code' in request.query else 1}", 303)
        identity.take_team_cookie(reply, request, row)
        return reply

    def _open_personal_link(self, context: ParticipantContext, typed: str) -> Reply:
        """Make this the browser of a personal link's person; if it is another person's, ask first."""
        database, code = self._database(), codes.normalise_code(typed)
        if code is None:
            raise Refused("That private code is not complete.", "Copy the whole link, or type the code on the page.")
        if not participation.is_known(database, context.survey, code):
            raise Refused("Nobody was invited by this link.", "Copy the whole link, or ask whoever invited you.")
        name = self._name(context)
        if name and code != context.code:
            theirs = participation.participant_name(database, context.survey, code)
            question = wording.link_for_another(name, theirs or "")
            return context.page("replace.html", code=code, name=name, question=question)
        reply = context.redirect_to()
        identity.set_code_cookie(reply, context.request, code)
        return reply

    def _has_place(self, context: ParticipantContext) -> bool:
        """Return whether one more person may start; raises HttpError when the survey is locked."""
        try:
            return admission.has_place(self._database(), context.survey.assessment)
        except Locked as error:
            raise HttpError(403, error.message, error.fix) from error

    def _waiting_page(self, context: ParticipantContext) -> Reply:
        return context.page("waiting.html", texts=waiting_to_be_let_in(context.is_workshop))

    def _name(self, context: ParticipantContext) -> str:
        if context.code is None or context.survey.assessment.privacy == "anonymous":
            return ""
        return participation.participant_name(self._database(), context.survey, context.code) or ""

    def _welcome_page(
        self,
        context: ParticipantContext,
        status: int = 200,
        fault: str = "",
        *,
        is_code_ignored: bool = False,
        name_taken: NameTaken | None = None,
    ) -> Reply:
        form = context.request.form or {}
        known, row = self._name(context), context.survey.assessment
        pace = self._phone_pages.pace(row.id) if context.is_workshop else None
        questions = asked_questions(context.survey.questionnaire, row)
        is_remembered = (
            row.is_linked_by_code
            and context.code is not None
            and participation.is_known(self._database(), context.survey, context.code)
        )
        return context.page(
            "welcome.html",
            status,
            fault=fault,
            what_happens=wording.what_happens(row, pace, answering_time(questions, row.variant)),
            treatment=privacy.treatment(row.privacy),
            deadline=wording.open_until(row.deadline),
            greeting=wording.greeting(known) if known else "",
            removed=REMOVED_NOTICE if _OUT in context.request.query else "",
            longest=MAX_NAME_LENGTH,
            known=known,
            form_id=token_urlsafe()[:_FORM_ID_LENGTH],
            name=form.get("name", known),
            role=form.get("role", ""),
            typed_code=form.get("code", ""),
            needs_slip=row.slips is not None,
            slip=form.get("slip", context.request.query.get("slip", ""))[:_MAX_SLIP_SHOWN],
            let_in=LET_IN if _WAITING in context.request.query else "",
            floor_limit=privacy.floor_limit(row),
            promises=privacy.promises(row, writes=self._phone_pages.takes_words(row.id) if pace else True),
            smallest_part=spelled(MIN_GROUP_FOR_PART),
            is_remembered=is_remembered,
            cookie_note=privacy.cookie_note(row),
            code_ignored=wording.CODE_IN_ADDRESS if is_code_ignored else "",
            namesake=name_taken.name if name_taken else "",
            name_question=wording.name_question(name_taken.name, name_taken.marked_name) if name_taken else None,
        )

    def begin(self, context: ParticipantContext) -> Reply:
        """Start or resume a person's participation, or make this another person's browser ("other", "replace").

        A person whose code is unknown gets a new random code, in place of the one in the browser.
        """
        request, database = context.request, self._database()
        code, form = identity.check_form(request), request.form or {}
        if form.get("do") == "other":
            reply = context.redirect_to()
            identity.set_code_cookie(reply, request, codes.new_code())
            return reply
        typed = form.get("code", "").strip()
        if typed and (code := codes.normalise_code(typed) or "") == "":
            return self._welcome_page(context, 422, wording.INCOMPLETE_CODE)
        is_known = participation.is_known(database, context.survey, code)
        if typed and not is_known:
            return self._welcome_page(context, 422, wording.UNKNOWN_CODE)
        if typed and form.get("do") == "replace":
            reply = context.redirect_to()
            identity.set_code_cookie(reply, request, code)
            return reply
        if not is_known and context.survey.assessment.slips is None:
            if not self._limiter.allows(request.client_address):
                raise HttpError(429, *_TOO_MANY)
            self._limiter.record(request.client_address)
        return self._begin_as(context, code if is_known else self._new_code(form.get("form_id", "")[:_FORM_ID_LENGTH]))

    def _new_code(self, form_id: str) -> str:
        """Return a new private code; the same one again when the same form is sent twice: by a double tap, a reload.

        Otherwise a second person would begin, whom nobody is, with the name or slip that the first has just used. Only
        the browser that opened the form knows its id, so that nobody else can ask for the code.
        """
        with self._lock:
            return self._new_codes.setdefault(form_id, codes.new_code()) if form_id else codes.new_code()

    def _begin_as(self, context: ParticipantContext, code: str) -> Reply:
        request, database, form = context.request, self._database(), context.request.form or {}
        view = participation.find_participation(database, context.survey, code)
        if view is None:
            known = participation.participant_name(database, context.survey, code) or ""
            name, role = form.get("name", "").strip() or known, _ROLES.get(form.get("role", ""))
            is_namesake = name != "" and form.get("namesake") == to_one_line(name)
            try:
                view = participation.begin_participation(
                    database,
                    context.survey,
                    code,
                    name,
                    role,
                    datetime.now(UTC),
                    is_namesake=is_namesake,
                    slip=form.get("slip", ""),
                )
            except NameTaken as error:
                return self._welcome_page(context, 409, name_taken=error)
            except Full:
                admission.request_admission(database, context.survey.assessment.id, context.code or "")
                return RedirectResponse(f"{request.home}?{_WAITING}=1", 303)
            except Refused as error:
                return self._welcome_page(context, 422, f"{error.message} {error.fix}")
        reply = context.redirect_to(None if context.is_workshop else next(iter(view.open_questions), REVIEW))
        identity.set_code_cookie(reply, request, code)
        if context.survey.assessment.is_linked_by_code:
            identity.set_team_cookie(reply, request, context.survey.assessment, code)
        return reply


def _answers(context: ParticipantContext) -> Reply:
    view = context.view
    if view is None:
        raise HttpError(403, *NOT_BEGUN)
    reply = json_reply(lambda: protocol.answers_json(view))
    # Another person may have started in this browser since the page that asks was opened.
    reply.headers["X-Storage-Key"] = context.storage_key
    return reply
