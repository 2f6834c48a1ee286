"""Data about people in version 5 of the schema is migrated without joining a name to an anonymous answer."""

import json
from collections.abc import Iterator
from hashlib import sha256

import pytest
from sqlalchemy import text

from cxmaturity.services.surveys import participation
from cxmaturity.store.database.engine import Database, open_database
from tests.store.database.old_databases import stored_by

pytestmark = pytest.mark.each_database

AT = "2026-05-04 09:30:{:02}"
BOTH, ANONYMOUS_ONLY, OPEN_ONLY, SINGLE = ("AAAA-BBBB-CCCC-DDD2", "AAAA-BBBB-CCCC-DDD3", "AAAA-BBBB-CCCC-DDD4",
                                           "AAAA-BBBB-CCCC-DDD5")  # fmt: skip
ROUNDS = (  # id, privacy, is_linked, status, codes in the order of arrival
    ("first", "anonymous", True, "closed", [BOTH, ANONYMOUS_ONLY]),
    ("second", "anonymous", True, "open", [BOTH, ANONYMOUS_ONLY]),
    ("named", "open", True, "open", [BOTH, OPEN_ONLY]),
    ("single", "anonymous", False, "closed", [f"AAAA-BBBB-CCCC-{n:04}" for n in range(2222, 2234)]),
    ("running", "anonymous", False, "open", [SINGLE]),
    ("links", "open", False, "open", [OPEN_ONLY]),
)


def old_key(round_id: str, is_linked: bool, code: str) -> str:
    return sha256(f"{'t1' if is_linked else round_id}:{code}".encode()).hexdigest()


def statements() -> Iterator[str]:
    """Yield the statements that store the rounds as version 5 did."""
    yield f"INSERT INTO team (id, name, is_demo, created_at) VALUES ('t1', 'Bakery', false, '{AT.format(0)}')"
    for round_id, privacy, is_linked, status, codes in ROUNDS:
        yield (
            "INSERT INTO assessment (id, team_id, label, digest, scope, variant, mode, privacy, status, opened_at,"
            f" invitation, is_linked) VALUES ('{round_id}', 't1', '{round_id}', :digest, 'full', 'service', 'survey',"
            f" '{privacy}', '{status}', '{AT.format(0)}', 'to-{round_id}', {str(is_linked).lower()})"
        )
        people = []
        for number, code in enumerate(codes):
            key, response, when = old_key(round_id, is_linked, code), f"{round_id}-{number}", AT.format(number)
            people.append({"key": key, "levels": {"people": 3.0}})
            yield (
                "INSERT INTO response (id, assessment_id, participant_hash, revision, started_at, changed_at,"
                f" finished_at) VALUES ('{response}', '{round_id}', '{key}', {number + 1}, '{when}', '{when}',"
                f" '{when}')"
            )
            yield (
                "INSERT INTO answer (response_id, question_id, round, level, dont_know, note, evidence, revision,"
                f" answered_at) VALUES ('{response}', 'P1', 1, {number % 5 + 1}, false, '', '', 1, '{when}')"
            )
            yield f"INSERT INTO dot (response_id, question_id, count) VALUES ('{response}', 'P1', 1)"
            if privacy == "open":
                yield f"INSERT INTO participant VALUES ('{round_id}', '{key}', 'Person {number}')"
        content = json.dumps({"format": 2, "group": {"participant_levels": people}}).replace(":", "\\:")
        yield (
            "INSERT INTO frozen_result (assessment_id, frozen_at, content, digest, sequence)"
            f" VALUES ('{round_id}', '{AT.format(0)}', '{content}', 'd', 1)"
        )


@pytest.fixture
def migrated(url: str) -> Iterator[Database]:
    """A database of version 5 with people in six rounds, opened by the newest version."""
    stored_by(url, "0005", *statements())
    database = open_database(url)
    yield database
    database.close()


def keys_of(database: Database, round_id: str) -> list[str]:
    """Return the keys of a round's responses by their ids."""
    query = text("SELECT participant_hash FROM response WHERE assessment_id = :id ORDER BY id")
    with database.reading() as connection:
        return list(connection.scalars(query, {"id": round_id}))


def frozen_keys(database: Database, round_id: str) -> set[str]:
    """Return the keys in a round's frozen result, whose digest must be that of its content."""
    query = text("SELECT content, digest FROM frozen_result WHERE assessment_id = :id")
    with database.reading() as connection:
        [(content, digest)] = connection.execute(query, {"id": round_id}).all()
    assert sha256(content.encode()).hexdigest() == digest
    return {person["key"] for person in json.loads(content)["group"]["participant_levels"]}


def opens_answers(database: Database, round_id: str, code: str) -> bool:
    survey = participation.survey_by_invitation(database, f"to-{round_id}")
    return participation.find_participation(database, survey, code) is not None


def test_people_stay_linked_but_to_no_name(migrated: Database) -> None:
    """Each person has one key in two anonymous rounds, which occurs in no round with names and in no frozen result."""
    first, second = keys_of(migrated, "first"), keys_of(migrated, "second")
    assert first == second
    assert len(set(first)) == 2
    assert first[1] == old_key("first", True, ANONYMOUS_ONLY)
    named = {*keys_of(migrated, "named"), *keys_of(migrated, "links")}
    anonymous = {key for row in ROUNDS if row[1] == "anonymous" for key in keys_of(migrated, row[0])}
    assert not named & anonymous
    assert not {sha256(f"open:{key}".encode()).hexdigest() for key in anonymous} & named
    assert {key for row in ROUNDS for key in frozen_keys(migrated, row[0])} == {""}
    with migrated.reading() as connection:
        names = connection.execute(text("SELECT name FROM participant JOIN response USING (participant_hash)"))
        assert sorted(names.scalars()) == ["Person 0", "Person 0", "Person 1"]


def test_codes_lead_where_they_led_unless_they_join_a_name(migrated: Database) -> None:
    """Old links of open rounds still work, and so do codes of anonymous rounds that were used in no open round."""
    for round_id, code in (("second", ANONYMOUS_ONLY), ("named", BOTH), ("named", OPEN_ONLY), ("running", SINGLE),
                           ("links", OPEN_ONLY)):  # fmt: skip
        assert opens_answers(migrated, round_id, code), (round_id, code)
        survey = participation.survey_by_invitation(migrated, f"to-{round_id}")
        assert participation.is_known(migrated, survey, code), (round_id, code)
    assert not opens_answers(migrated, "second", BOTH)


def test_old_times_and_orders_of_anonymous_people_are_gone(migrated: Database) -> None:
    """Anonymous rounds keep days, open ones times; the rows of a closed anonymous round are in random order."""
    place = "rowid" if migrated.engine.dialect.name == "sqlite" else "ctid"
    with migrated.reading() as connection:
        for table, column in (("response", "started_at"), ("response", "finished_at"), ("answer", "answered_at")):
            key = "response.id = response_id" if table == "answer" else "true"
            source = f"{table} JOIN response ON {key}" if table == "answer" else table
            query = f"SELECT assessment_id, {table}.{column} AS moment FROM {source}"
            for round_id, moment in connection.execute(text(query)):
                is_day = str(moment)[11:19] in ("00:00:00", "05:30:00")  # PostgreSQL of the tests lives in Kolkata
                assert is_day == (round_id not in ("named", "links")), (table, column, round_id, moment)
        arrived = [f"single-{number}" for number in range(12)]
        for table, name in (("response", "id"), ("answer", "response_id"), ("dot", "response_id")):
            rows = connection.scalars(text(f"SELECT {name} FROM {table} WHERE {name} LIKE 'single-%' ORDER BY {place}"))
            order = list(rows)
            assert sorted(order) == sorted(arrived)
            assert order != arrived
        levels = connection.execute(text("SELECT response_id, level FROM answer WHERE response_id LIKE 'single-%'"))
        assert dict(tuple(row) for row in levels) == {name: n % 5 + 1 for n, name in enumerate(arrived)}
