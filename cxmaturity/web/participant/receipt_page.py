"""The participant's receipt: what is stored about them, who sees what, and what the database's owner could see."""

from collections.abc import Callable

from starlette.responses import Response as Reply

from cxmaturity.services.surveys import receipts
from cxmaturity.store.database.engine import Database
from cxmaturity.web.participant.context import ParticipantContext
from cxmaturity.web.workshop.phone_pages import PhonePages
from cxmaturity.wording.exports import receipts as wording
from cxmaturity.wording.surveys import privacy


class ReceiptPage:
    """The receipt, for everybody with the link: before the first answer, while a round is open, and after."""

    def __init__(self, database: Callable[[], Database], phone_pages: PhonePages) -> None:
        self._database, self._phone_pages = database, phone_pages

    def show(self, context: ParticipantContext) -> Reply:
        """Return the receipt of the person whose code this browser has; without one, what would be stored."""
        row, questionnaire = context.survey.assessment, context.survey.questionnaire
        stored = (
            receipts.stored_of(self._database(), context.survey, context.code) if context.view and context.code else {}
        )
        pace = self._phone_pages.pace(row.id) if context.is_workshop else None
        parts = {table: wording.records(table, rows, row) for table, rows in stored.items()}
        answers = (
            zip(wording.answer_headings(stored["answer"], questionnaire, row.variant), parts["answer"], strict=True)
            if stored
            else ()
        )
        return context.page(
            "receipt.html",
            texts=wording,
            summary=wording.counts_stored(stored) if stored else wording.NOTHING_STORED,
            person=[
                (wording.RECORD_NAMES[table], row) for table in wording.RECORD_NAMES for row in parts.get(table, ())
            ],
            answers=[*answers],
            dots=parts.get("dot", ()),
            polls=parts.get("poll_answer", ()),
            promises=privacy.promises(row, writes=self._phone_pages.takes_words(row.id) if pace else True),
            owner=wording.visible_to_owner(row),
            cookie_note=privacy.cookie_note(row),
        )
