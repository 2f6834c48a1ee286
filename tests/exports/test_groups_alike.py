"""Groups with the same disclosure have byte-identical exports in every format."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from shutil import copyfile
from zipfile import ZipFile

import pytest
from pypdf import PageObject, PdfReader

from cxmaturity.errors import Refused
from cxmaturity.services.exports.api_data import ITEMS
from cxmaturity.services.exports.assessment_files import export_assessment
from cxmaturity.services.exports.collections import export_collection
from cxmaturity.services.exports.formats import FORMATS, TABLE_NAMES
from cxmaturity.services.questionnaires import archived_questionnaire
from cxmaturity.services.sharing import published_links
from cxmaturity.services.workshops.finishing import dot_votes
from cxmaturity.services.workshops.voting import polls
from cxmaturity.services.workshops.voting.vote_writer import VoteWriter
from cxmaturity.store import assessments
from cxmaturity.store.database.engine import Database, open_database
from cxmaturity.web.published.pages import published_page
from cxmaturity.workshops.polls import WarmUp
from tests.exports import samples
from tests.exports.conftest import READ_AT
from tests.store import workshop_fixtures as workshops

KEY = "an-owner-key-of-these-tests"

Level = Callable[[int, int], int]


def same(*levels: int) -> Level:
    """Return the same level for every question of a person."""
    return lambda person, _: levels[person]


PAIRS: Mapping[str, tuple[int, Level, Level]] = {
    "too few": (3, same(1, 5, 3), same(2, 2, 2)),
    "a level and a word": (7, same(2, 2, 3, 3, 3, 4, 4), same(2, 3, 3, 3, 3, 4, 4)),
    "who said both": (9, samples.usual_level, lambda person, place: samples.usual_level((person + place) % 9, place)),
}
"""How many anonymous people answer, and two ways in which they may: nobody may find out which it was."""


@pytest.fixture
def databases(begun_sqlite_file: Path, tmp_path: Path) -> Iterator[list[Database]]:
    """A database for each of two groups, so that their teams may have one name."""
    opened = [open_database(f"sqlite:///{copyfile(begun_sqlite_file, tmp_path / name)}") for name in ("a.db", "b.db")]
    yield opened
    for database in opened:
        database.close()


@pytest.mark.parametrize("pair", PAIRS)
def test_files_of_both_groups_are_equal(databases: list[Database], pair: str) -> None:
    """Every file of a result, the tables of a team, the published page and the API."""
    people, *levels = PAIRS[pair]
    ids = [samples.survey(each, people, level=level) for each, level in zip(databases, levels, strict=True)]
    assert_alike(databases, ids)


def test_files_of_two_anonymous_workshops_are_equal(databases: list[Database]) -> None:
    """Likewise for workshops of seven people: votes, second votes, dots and warm-up."""
    one, other = databases
    ids = [workshop(one, (2, 2, 3, 3, 3, 4, 4), turn=0), workshop(other, (2, 3, 3, 3, 3, 4, 4), turn=3)]
    assert_alike(databases, ids)


def workshop(database: Database, levels: tuple[int, ...], turn: int) -> str:
    """Return an ended anonymous workshop with these votes by person, rotated by `turn` in round 2 and the dots."""
    view = workshops.begin(database, privacy="anonymous", warm_up=WarmUp("Coffee?", ("Yes", "No")))
    here = workshops.join(database, view, len(levels))
    view = workshops.do(database, view, "begin")
    for number, person in enumerate(here):
        choice = 1 + (number + turn) % 2
        polls.save_poll_answer(database, view.assessment.id, person.stored.id, "warm_up", choice)
    view = workshops.do(database, view, "reveal", "begin")
    writer = VoteWriter(lambda: database)
    for number, person in enumerate(here):
        workshops.vote(writer, view, person, levels[number])
    view = workshops.do(database, view, "reveal", "again")
    for number, person in enumerate(here):
        workshops.vote(writer, view, person, levels[(number + turn) % len(levels)])
    writer.close()
    view = workshops.do(database, view, "reveal", "dots")
    [step, *_] = dot_votes.step_candidates(database, view.assessment.id, view.version)
    for number, person in enumerate(here[:5]):
        dot_votes.save_dots(database, view.assessment.id, person.stored.id, {step.key: 1 + (number + turn) % 3})
    return workshops.do(database, view, "steps", "end").assessment.id


def assert_alike(databases: Sequence[Database], ids: Sequence[str]) -> None:
    """Fail where any export of two results differs."""
    one, other = (everything(database, assessment_id) for database, assessment_id in zip(databases, ids, strict=True))
    assert one.keys() == other.keys()
    known = [identifiers(database, assessment_id) for database, assessment_id in zip(databases, ids, strict=True)]
    for name, content in one.items():
        for mine, theirs in zip(*known, strict=True):
            content = content.replace(mine, theirs)
        assert content == other[name], name


def identifiers(database: Database, assessment_id: str) -> tuple[bytes, ...]:
    """Return the ids of a result and its team, which differ anyway."""
    with database.reading() as connection:
        row = assessments.assessment(connection, assessment_id)
    assert row
    return (row.id.encode(), row.team_id.encode())


def everything(database: Database, assessment_id: str) -> dict[str, bytes]:
    """Return every export of an assessment by name."""
    leaving: dict[str, bytes] = {}
    for format in FORMATS:
        content = export_assessment(database, assessment_id, format, READ_AT).content
        leaving |= {f"{format}: {name}": part for name, part in parts(format, content).items()}
    with database.reading() as connection:
        row = assessments.assessment(connection, assessment_id)
    assert row
    for table in TABLE_NAMES:
        leaving[table] = export_collection(database, "csv", row.team_id, READ_AT, table).content
    for name, part in parts("xlsx", export_collection(database, "xlsx", row.team_id, READ_AT).content).items():
        leaving[f"tables: {name}"] = part
    leaving["api"] = json.dumps(ITEMS["results"](database, None, assessment_id)).encode()
    leaving["link"] = link_page(database, assessment_id)
    return leaving


def parts(format: str, content: bytes) -> dict[str, bytes]:
    """Return the parts of a file by name: those of a zip, what draws the pages of a PDF, and its attachments."""
    if format == "pdf":
        document = PdfReader(BytesIO(content))
        pages = {f"page {number}": drawing(page) for number, page in enumerate(document.pages)}
        [attached] = document.attachments.values()
        return pages | parts("cxm", attached[0])
    if content[:2] != b"PK":
        return {"": content}
    with ZipFile(BytesIO(content)) as package:
        whole = {name: package.read(name) for name in package.namelist()}
    if format != "cxm":
        return {f"{name} {n}": part for name, body in whole.items() for n, part in nested(name, body).items()}
    del whole["manifest.json"]  # the digests of the other parts, in which the names stand
    return {name.partition("/")[0]: part for name, part in whole.items()}


def drawing(page: PageObject) -> bytes:
    """Return what draws a page of a PDF: its texts by the numbers of their glyphs, its lines and their places."""
    content = page.get_contents()
    assert content is not None
    return content.get_data()


def nested(name: str, body: bytes) -> dict[str, bytes]:
    """Return the parts of a chart's workbook, or any other content unchanged."""
    return parts("xlsx", body) if name.endswith(".xlsx") else {"": body}


def link_page(database: Database, assessment_id: str) -> bytes:
    """Return the page of a published link without its address, empty if publishing is refused."""
    try:
        secret = published_links.publish(database, assessment_id, 7, READ_AT, KEY)
    except Refused:
        return b""
    report, link = published_links.published_report(database, secret, READ_AT)
    questionnaire = archived_questionnaire(database, report.cover.digest)
    return published_page(report, link, "secret", questionnaire).encode()
