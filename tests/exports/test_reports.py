"""The report of each kind of assessment: sections, figures, and only what may be shown."""

import pytest

from cxmaturity.report.document import Report
from cxmaturity.report.figures import Bars, LeadersAndOthers, StageRamp, Trend, VoteSpread
from cxmaturity.services import reports
from tests.exports import samples
from tests.exports.conftest import ADDRESS, READ_AT, Samples
from tests.store.fixtures import shipped

FULL = ["decision", "stage", "holding_back", "dimensions", "strengths", "priorities", "roadmap", "method", "appendix"]
GROUP = [*FULL[:4], "people", *FULL[4:]]


@pytest.mark.parametrize(
    ("kind", "sections"),
    [
        ("solo", [*FULL[:4], "moved", *FULL[4:7], "actions", "planned_steps", *FULL[7:]]),
        ("pulse", ["decision", "stage", "dimensions", "strengths", "method", "appendix"]),
        ("unfinished", ["decision", "stage", "dimensions", "method", "appendix"]),
        ("tiny", [*FULL[:4], "priorities", "roadmap", "method", "appendix"]),
        ("survey", GROUP),
        ("roles", GROUP),
        ("seven", GROUP),
        ("workshop", ["decision", "stage", "dimensions", "people", "strengths", "method", "appendix", "session"]),
        ("sealed", ["hidden", "method"]),
        ("open_survey", ["hidden", "method"]),
    ],
)
def test_every_kind_has_its_sections(made: Samples, kind: str, sections: list[str]) -> None:
    """In order; sections without content are left out: no plan, no verdict, no stage of a pulse."""
    report = made.report_of(kind)
    assert [section.key for section in report.sections] == sections
    for section in report.sections:
        assert section.headline, section.key
        assert not section.headline.endswith("."), section.key
        for table in section.tables:
            assert {len(row) for row in table.rows} == {len(table.headings)}, table.caption
    assert all(figure.alt for figure in report.figures)


def test_the_cover_says_what_it_is_and_what_is_missing(made: Samples) -> None:
    """13 of 38 answered, so 25 are missing; version and digest of the questionnaire.

    The date in the reader's time zone.
    """
    cover = made.report_of("unfinished").cover
    assert cover.missing[0] == "25 of 38 questions are still open, so this is a first view."
    assert (cover.team, cover.label, cover.dated) == ("Unfinished", "Spring", "begun 4 May 2026")
    assert (cover.digest, cover.address) == (shipped().digest, ADDRESS)
    assert all(part in cover.foot for part in ("begun 4 May 2026", shipped().version, ADDRESS))


def test_the_figures_are_those_of_the_result(made: Samples) -> None:
    """People of the solo: 4, 4, 3 then 1, 2, 3, 1, 2 over eight questions is 20/8 = 2.5; before 1, 2, 3 … is 15/8."""
    report = made.report_of("solo")
    section = report.section("dimensions")
    assert section
    [figure] = section.figures
    assert isinstance(figure, Bars)
    people = figure.bars[0]
    assert (people.name, people.level, people.shown, people.target) == ("People", 2.5, "2.5", 4)
    assert (people.last, figure.last_label) == (1.875, "Last time (Winter)")
    ramp = report.section("stage")
    assert ramp
    assert isinstance(ramp.figures[0], StageRamp)
    assert ramp.figures[0].reached == 2
    moved = report.section("moved")
    assert moved
    [trend] = moved.figures
    assert isinstance(trend, Trend)
    assert (trend.places, trend.lines[0].name) == (("Winter", "Spring"), "Overall")
    assert moved.headline == "From Winter to Spring: like for like, People rose most, by 0.62"
    planned = report.section("planned_steps")
    assert planned
    assert planned.headline == "1 of 3 steps planned after Winter is done, 1 worked"


def test_one_persons_text_stands_in_it_as_it_was_written(made: Samples) -> None:
    """Text is neither escaped nor cut; each format escapes on its own."""
    appendix = made.report_of("solo").section("appendix")
    assert appendix
    assert samples.HOSTILE in {row[-1] for table in appendix.tables for row in table.rows}


def test_a_result_that_may_not_be_shown_says_nothing(made: Samples) -> None:
    """Three anonymous people with other answers give an equal report; an open survey's report has no answer."""
    sealed = made.report_of("sealed")
    other = samples.survey(made.database, 3, team="Sealed too")
    assert _texts(sealed) == [text.replace("Sealed too", "Sealed") for text in _texts(_report(made, other))]
    stated = {statement for question in shipped().questions for statement in question.levels}
    for kind in ("sealed", "open_survey"):
        assert not [text for text in _texts(made.report_of(kind)) if any(statement in text for statement in stated)]
        assert list(made.report_of(kind).figures) == []


def test_below_ten_people_no_count_of_votes_is_in_it(made: Samples) -> None:
    """Seven anonymous people: levels and agreement, but no counts of levels."""
    people = made.report_of("seven").section("people")
    assert people
    [spread] = people.figures
    assert isinstance(spread, VoteSpread)
    assert {row.counts for row in spread.rows} == {None}
    assert {row[3] for row in people.tables[0].rows} == {"–"}


def test_leaders_and_others_stand_without_the_votes_of_all(made: Samples) -> None:
    """Seven leaders and seven others: beside their levels there are no counts and no agreement of the whole."""
    people = made.report_of("roles").section("people")
    assert people
    assert people.title == "Leaders and everyone else"
    [figure] = people.figures
    assert isinstance(figure, LeadersAndOthers)
    widest = [abs(pair.leaders - pair.others) for pair in figure.pairs]
    assert (len(widest), widest) == (38, sorted(widest, reverse=True))


def test_the_facilitation_guide_opens_the_widest_disagreements(made: Samples) -> None:
    """At most three topics with their minutes; a solo assessment has none."""
    people = made.report_of("survey").section("people")
    assert people
    lead, *topics = people.guide
    assert lead == f"Talk it over, about {sum(int(topic.split(' ')[0]) for topic in topics)} minutes:"
    assert len(topics) == 3
    assert all("Open with:" in topic for topic in topics)


def test_a_workshop_keeps_its_rounds_and_its_agreed_level(made: Samples) -> None:
    """Votes 1, 2, 3, 4, 5, 1, then 2, 3 in turn: both rounds with the agreed level; private notes only by choice."""
    section = made.report_of("workshop").section("session")
    assert section
    first, second = section.tables[0].rows
    assert first[1].startswith("First vote. Middle answer 2, By effort.")
    assert "\nSecond vote. Middle answer 2, By effort. 6 votes; they are close together." in first[1]
    assert first[2].startswith("3: =HYPERLINK")
    assert (first[4], second[4]) == ("Ask the depot again.", "–")
    steps, polls = (table.rows for table in section.tables[1:])
    assert steps[0] == (samples.PARTICIPANT_STEP, "12", "Written in the workshop")
    assert [row[1] for row in steps] == ["12", "1"]
    assert [row[0] for row in polls] == ["Coffee or tea?", "Was this worth your time?"]
    assert [row[1] for row in polls] == [
        "Chosen most: Coffee and Tea. 6 people answered.",
        "Middle answer 4. 6 people answered; votes close together.",
    ]
    assert polls[0][2] == "Coffee: 3 · Tea: 3"
    without = reports.report(made.database, made.id_of("workshop"), READ_AT).section("session")
    assert without
    assert without.tables[0].headings == section.tables[0].headings[:4]


def _report(made: Samples, assessment_id: str) -> Report:
    return reports.report(made.database, assessment_id, READ_AT, ADDRESS)


def _texts(report: Report) -> list[str]:
    """Return every text of a report."""
    texts = [report.cover.foot, report.cover.title, report.cover.kind, *report.cover.missing]
    for section in report.sections:
        texts += [section.title, section.headline, *section.sentences, *section.reasons, *section.guide]
        for table in section.tables:
            texts += [table.caption, *table.headings, *(cell for row in table.rows for cell in row)]
    return texts
