"""A team's plan as an iCalendar file (RFC 5545), which calendar programs import."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from cxmaturity.records import Action
from cxmaturity.wording.plans import AskedQuestion, calendar_note


def plan_calendar(actions: Iterable[Action], asked: Mapping[str, AskedQuestion], now: datetime) -> bytes:
    """Return a calendar with an all-day event for every action with a date; `asked` are questions by action id.

    An event has the action's id, so that importing a later file updates it instead of adding another.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//CX Maturity//Plan//EN")
    calendar.add("version", "2.0")
    for action in actions:
        if action.due is None:
            continue
        event = Event()
        event.add("uid", f"{action.id}@cxmaturity")
        event.add("dtstamp", now)
        event.add("dtstart", action.due)
        if action.due < date.max:  # which has no next day; without an end the event is as long: one day
            event.add("dtend", action.due + timedelta(days=1))  # the end is exclusive
        event.add("summary", action.do)
        event.add("description", calendar_note(action, asked.get(action.id)))
        event.add("transp", "TRANSPARENT")  # it leaves the day free
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content
