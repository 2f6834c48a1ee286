"""The record of a workshop for its report: what it recorded beside its votes."""

from cxmaturity.report.source import SessionRecord, ShownPoll
from cxmaturity.services.workshops import private_notes
from cxmaturity.services.workshops.finishing.step_ranking import load_kept_steps
from cxmaturity.services.workshops.voting import polls
from cxmaturity.services.workshops.workshop_view import WorkshopView, load_workshop
from cxmaturity.store.database.engine import Database
from cxmaturity.wording.workshop import polls as words
from cxmaturity.workshops.polls import PollName

_POLLS: tuple[PollName, ...] = ("warm_up", "worth")


def load_session(database: Database, assessment_id: str, with_private_notes: bool) -> SessionRecord:
    """Return the record of a workshop, with the facilitator's private notes if wanted; raises NotFound."""
    workshop = load_workshop(database, assessment_id)
    return SessionRecord(
        workshop.order,
        tuple(poll for name in _POLLS if (poll := _shown_poll(database, workshop, name))),
        load_kept_steps(database, assessment_id),
        private_notes.load_private_notes(database, assessment_id) if with_private_notes else {},
    )


def _shown_poll(database: Database, workshop: WorkshopView, name: PollName) -> ShownPoll | None:
    """Return what was shown of a poll, None if it was not asked or not shown yet."""
    assessment_id, warm_up = workshop.assessment.id, workshop.state.warm_up
    result = polls.poll_results(database, [assessment_id], name).get(assessment_id)
    if result is None:
        return None
    return ShownPoll(words.prompt(name, warm_up), words.option_labels(name, warm_up), result)
