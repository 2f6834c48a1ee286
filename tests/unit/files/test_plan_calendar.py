"""The plan as a calendar file that follows RFC 5545 to the letter."""

from dataclasses import replace
from datetime import UTC, date, datetime

from cxmaturity.files.plan_calendar import plan_calendar
from cxmaturity.wording.plans import AskedQuestion
from tests.build import ACTION

NOW = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)


def lines(content: bytes) -> list[str]:
    """Return the lines of a calendar, unfolded."""
    return content.decode("utf-8").replace("\r\n ", "").split("\r\n")


def test_the_whole_file() -> None:
    """One action is an all-day event that blocks no time, with the action's id, its owner, how and for what."""
    asked = {"a1": AskedQuestion("Is it written down?", "level 2 to 3")}
    assert sorted(lines(plan_calendar([ACTION], asked, NOW))) == sorted(
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//CX Maturity//Plan//EN",
            "BEGIN:VEVENT",
            "UID:a1@cxmaturity",
            "DTSTAMP:20260203T040506Z",
            "DTSTART;VALUE=DATE:20260331",
            "DTEND;VALUE=DATE:20260401",
            "SUMMARY:Write it down",
            "DESCRIPTION:Owner: Zoë\\nWorked if: It is on the wall\\nIs it written down? P1 · level 2 to 3 · 1 h",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ]
    )


def test_typed_text_stays_text() -> None:
    """Separators, line breaks and text that looks like a property are escaped; lines fold at 75 octets."""
    hostile = "Läs; tolv, tack\r\nATTENDEE:mailto:x@y.z \\n 👩‍🔧" + " och läs" * 20
    content = plan_calendar([replace(ACTION, do=hostile, owner="B\nEND:VEVENT")], {}, NOW)
    assert max(map(len, content.split(b"\r\n"))) <= 75
    [summary] = [line for line in lines(content) if line.startswith("SUMMARY")]
    assert summary.startswith(r"SUMMARY:Läs\; tolv\, tack\nATTENDEE:mailto:x@y.z \\n 👩‍🔧 och läs")
    assert summary.endswith(" och läs" * 20)
    assert not [line for line in lines(content) if line.startswith("ATTENDEE")]
    assert lines(content).count("END:VEVENT") == 1


def test_an_action_without_a_date_is_in_no_calendar() -> None:
    """The other actions are, in order, each with a stable id, even on the last day that there is."""
    dues = {"a": None, "b": date(2026, 12, 31), "c": date.max}
    actions = [replace(ACTION, id=name, due=due) for name, due in dues.items()]
    content = lines(plan_calendar(actions, {}, NOW))
    assert [line for line in content if line.startswith(("UID", "DTEND"))] == [
        "DTEND;VALUE=DATE:20270101",
        "UID:b@cxmaturity",
        "UID:c@cxmaturity",
    ]


def test_an_empty_field_leaves_no_empty_line() -> None:
    """An action with nothing but a text has no empty lines in its description."""
    own_step = replace(ACTION, question_id=None, from_level=None, effort="", worked_if="", owner="")
    assert r"DESCRIPTION:Owner: Nobody yet\nYour own action" in lines(plan_calendar([own_step], {}, NOW))
