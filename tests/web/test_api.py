"""The API for other programs: with a valid token, for its team only, and nothing that pages hide."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from httpx2 import Response
from starlette.applications import Starlette
from starlette.testclient import TestClient

from cxmaturity.services import teams
from cxmaturity.services.assessments import closing, views
from cxmaturity.services.sharing import access_tokens
from cxmaturity.store.database.engine import Database
from cxmaturity.web.api.routes import ApiAccess, api_routes
from tests.fixtures import begun, everywhere
from tests.own_scales import from_zero
from tests.store.fixtures import NOW, plan_step
from tests.store.survey_fixtures import start, survey_of, take_part


@pytest.fixture
def api(database: Database) -> TestClient:
    return TestClient(Starlette(routes=api_routes(lambda: database)))


def token_for(database: Database, team: str | None = None) -> str:
    known = {t.name: t.id for t in teams.list_teams(database)}
    return access_tokens.create_token(database, "Board", known[team] if team else None, datetime.now(UTC)).secret


def read(api: TestClient, secret: str, path: str, **headers: str) -> Response:
    return api.get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {secret}", **headers})


def test_what_can_be_read(api: TestClient, database: Database) -> None:
    """Teams, assessments, results, actions and questionnaires; level 3 everywhere is level 3 and stage 3."""
    assessment = begun(database, everywhere(3), team="Bakery", label="Q1", finished=True)
    secret = token_for(database)
    [team] = read(api, secret, "teams").json()["items"]
    assert (team["name"], team["is_archived"]) == ("Bakery", False)
    [row] = read(api, secret, f"assessments?team={team['id']}").json()["items"]
    assert row.keys() == {"id", "team", "label", "mode", "scope", "status", "closed_at"}
    assert row == read(api, secret, f"assessments/{assessment}").json()
    [result] = read(api, secret, "results").json()["items"]
    assert (result["overall"]["level"], result["overall"]["stage"], result["group"]) == (3.0, 3, None)
    assert result == read(api, secret, f"results/{assessment}").json()
    assert read(api, secret, "actions").json() == {"items": [], "next": None}
    [about] = read(api, secret, "questionnaires").json()["items"]
    assert len(read(api, secret, f"questionnaires/{about['digest']}").json()["dimensions"]) == 5
    table = api.get(f"/api/v1/tables/levels.csv?token={secret}")
    assert table.content.decode("utf-8-sig").splitlines()[1].startswith(f"{assessment},Bakery,Q1,")
    assert len(table.content.splitlines()) == 7


def test_an_action_begins_at_a_level_as_its_model_numbers_it(api: TestClient, database: Database) -> None:
    """On a scale from 0 the second level is 1, in the list and in the table of actions; an own action has none."""
    model = from_zero(3)
    assessment = begun(database, {"A1": 2, "A2": 2, "A3": 2}, team="Bakery", finished=True, questionnaire=model)
    row = views.load_view(database, assessment).assessment
    plan_step(database, row, model.questions[0], 2, "Ann", None, NOW)
    secret = token_for(database)
    [action] = read(api, secret, "actions").json()["items"]
    assert action["from_level"] == 1
    table = api.get(f"/api/v1/tables/actions.csv?token={secret}").content.decode("utf-8-sig")
    heads, cells = (line.split(",")[:5] for line in table.splitlines())
    assert float(dict(zip(heads, cells, strict=True))["from_level"]) == 1


def test_only_with_a_token_that_works(api: TestClient, database: Database) -> None:
    """401 without a token, with a wrong one, with one in the address, and after it was revoked."""
    secret = token_for(database)
    for reply in (
        api.get("/api/v1/teams"),
        api.get(f"/api/v1/teams?token={secret}"),
        read(api, "cxm_wrong", "teams"),
        read(api, secret[:-1], "teams"),
        api.get("/api/v1/tables/levels.csv"),
    ):
        assert (reply.status_code, reply.headers["www-authenticate"][:6]) == (401, "Bearer")
    assert read(api, secret, "teams").status_code == 200
    [token] = access_tokens.list_tokens(database)
    assert token.last_used_at is not None
    assert secret not in (token.token_hash, token.id)
    access_tokens.revoke_token(database, token.id, datetime.now(UTC))
    assert read(api, secret, "teams").status_code == 401
    assert api.get("/api/v1/openapi.json").json()["openapi"].startswith("3.")


def test_a_token_of_a_team_reads_nothing_else(api: TestClient, database: Database) -> None:
    """Lists, items, tables and the questionnaire of another team are not readable."""
    mine = begun(database, everywhere(3), team="Mine", finished=True)
    other = begun(database, everywhere(2), team="Other", finished=True)
    secret = token_for(database, "Mine")
    other_team = views.load_view(database, other).assessment.team_id
    assert [t["name"] for t in read(api, secret, "teams").json()["items"]] == ["Mine"]
    for name in ("assessments", "results"):
        assert [r.get("assessment", r)["id"] for r in read(api, secret, name).json()["items"]] == [mine]
        assert read(api, secret, f"{name}/{other}").status_code == 404
        assert read(api, secret, f"{name}?team={other_team}").status_code == 404
    for table in ("assessments", "levels", "answers"):
        assert other not in api.get(f"/api/v1/tables/{table}.csv?token={secret}").text
    theirs = from_zero(3)
    begun(database, {"A1": 2}, team="Other", questionnaire=theirs)
    assert len(read(api, secret, "questionnaires").json()["items"]) == 1
    assert read(api, secret, f"questionnaires/{theirs.digest}").status_code == 404
    assert read(api, token_for(database, "Other"), f"questionnaires/{theirs.digest}").status_code == 200


def test_nothing_of_a_group_that_pages_hide(api: TestClient, database: Database) -> None:
    """An open survey has no result yet (409); of four people at level 5 no reply contains a level."""
    started = start(database, expected=4)
    survey = survey_of(database, started)
    for _ in range(4):
        take_part(database, survey, {"P1": 5, "P2": 5}, note="All of us")
    secret = token_for(database)
    assert read(api, secret, f"results/{started.assessment_id}").status_code == 409
    assert read(api, secret, "results").json()["items"] == []
    closing.close_assessment(database, started.assessment_id, NOW)
    result = read(api, secret, f"results/{started.assessment_id}").json()
    assert (result["overall"]["range"], result["group"]["questions"]) == ([1.0, 5.0], {})
    answers = api.get(f"/api/v1/tables/answers.csv?token={secret}").text
    assert "level" not in answers.split("\r\n", 1)[1]
    assert "All of us" not in json.dumps(result) + answers


def test_pages_and_unchanged_replies(api: TestClient, database: Database) -> None:
    """Three assessments, two per page, have a second page; an unchanged reply is 304."""
    for number in range(3):
        begun(database, everywhere(3), team=f"Team {number}", finished=True)
    secret = token_for(database)
    first = read(api, secret, "assessments?limit=2")
    assert len(first.json()["items"]) == 2
    second = api.get(first.json()["next"], headers={"Authorization": f"Bearer {secret}"}).json()
    assert (len(second["items"]), second["next"]) == (1, None)
    again = read(api, secret, "assessments?limit=2", **{"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    begun(database, everywhere(3), team="Another", finished=True)
    assert read(api, secret, "assessments?limit=2", **{"If-None-Match": first.headers["etag"]}).status_code == 200
    for wrong in ("limit=0", "limit=201", "limit=x", "offset=-1", f"offset={'9' * 30}"):
        reply = read(api, secret, f"assessments?{wrong}")
        assert (reply.status_code, reply.json().keys()) == (422, {"message", "fix"})


def test_too_many_requests_are_slowed_down(database: Database) -> None:
    """A token has a limit of requests per minute; guessing tokens is refused after a few."""
    access = ApiAccess(lambda: database, per_minute=3)
    api = TestClient(Starlette(routes=api_routes(lambda: database, access)))
    secret = token_for(database)
    assert [read(api, secret, "teams").status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    statuses = [read(api, f"cxm_{number}", "teams").status_code for number in range(25)]
    assert (statuses[0], statuses[-1]) == (401, 429)


def test_every_address_is_described(api: TestClient, database: Database) -> None:
    """Each path of the OpenAPI description answers something other than 404."""
    secret, assessment = token_for(database), begun(database, everywhere(3), finished=True)
    digest = views.load_view(database, assessment).questionnaire.digest
    known = {"assessment": assessment, "digest": digest, "table": "levels"}
    paths = api.get("/api/v1/openapi.json").json()["paths"]
    for path in paths:
        assert read(api, secret, path.lstrip("/").format(**known)).status_code == 200, path
    for unknown in ("people", "teams/1", "tables/people.csv"):
        assert read(api, secret, unknown).status_code in (404, 422)
    assert api.get("/api/v2/teams").status_code == 404


def test_the_description_is_sound(api: TestClient) -> None:
    """Every reference resolves, every placeholder in a path is a parameter, every operation id is unique.

    Generators of clients require this.
    """
    document = api.get("/api/v1/openapi.json").json()
    assert document.keys() <= {"openapi", "info", "servers", "security", "paths", "components"}
    assert document["info"].keys() >= {"title", "version"}

    def references(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            yield from [value["$ref"]] if "$ref" in value else []
            value = list(value.values())
        if isinstance(value, list):
            for part in value:
                yield from references(part)

    def target(reference: str) -> Any:
        place = document
        for name in reference.removeprefix("#/").split("/"):
            place = place[name]
        return place

    assert all(target(reference) for reference in references(document))
    names = []
    for path, operations in document["paths"].items():
        assert operations.keys() == {"get"}, path
        operation = operations["get"]
        names.append(operation["operationId"])
        parameters = [target(p["$ref"]) if "$ref" in p else p for p in operation.get("parameters", [])]
        in_path = {p["name"] for p in parameters if p["in"] == "path"}
        assert in_path == set(re.findall(r"{(\w+)}", path)), path
        assert all(p["required"] for p in parameters if p["in"] == "path"), path
        assert {"200", "304", "default"} == operation["responses"].keys(), path
        for reply in operation["responses"].values():
            assert (target(reply["$ref"]) if "$ref" in reply else reply)["description"], path
    assert len(set(names)) == len(names)
