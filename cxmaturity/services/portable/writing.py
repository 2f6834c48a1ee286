"""Collects the content of a portable file: the data of an assessment, a team or everything that pages show."""

import json
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Literal

from cxmaturity.analysis.frozen.frozen_formats import NEWEST, result_in_newest_format
from cxmaturity.answers import Answer
from cxmaturity.errors import NotFound
from cxmaturity.files.portable.content import (
    FrozenText,
    LeftOut,
    Portable,
    PortableAgreement,
    PortableAssessment,
    PortablePerson,
    PortableTeam,
)
from cxmaturity.files.portable.packing import portable_bytes
from cxmaturity.records import Assessment
from cxmaturity.services.workshops.finishing.step_ranking import kept_steps
from cxmaturity.store import agreed_levels as stored_levels
from cxmaturity.store import answers as store_answers
from cxmaturity.store import assessments, plans, questionnaires, responses
from cxmaturity.store import frozen_results as stored_results
from cxmaturity.store import portable as stored
from cxmaturity.store.answers import FIRST_ROUND
from cxmaturity.store.database.engine import Connection, Database
from cxmaturity.store.workshop import polls, workshops
from cxmaturity.store.workshop import votes as stored_votes
from cxmaturity.wording.errors import NO_ASSESSMENT, NO_TEAM
from cxmaturity.workshops.state import WorkshopState


@dataclass(frozen=True, slots=True)
class Selection:
    """What a portable file contains: one assessment, one team with its history, or without either everything."""

    assessment_id: str | None = None
    team_id: str | None = None


def write_portable(database: Database, selection: Selection) -> bytes:
    """Return a portable file (.cxm) of the selection; raises NotFound.

    Of an anonymous round it contains the frozen result only. Of a round that several people are still answering it
    contains the name only. The same content gives the same bytes.
    """
    with database.snapshot() as connection:
        return portable_bytes(_collect(connection, selection))


def _collect(connection: Connection, selection: Selection) -> Portable:
    rows = _selected(connection, selection)
    teams = stored.dated_teams(connection)
    if selection.team_id is not None and selection.team_id not in teams:
        raise NotFound(*NO_TEAM)
    chosen = {row.team_id for row in rows} if selection.assessment_id is not None else set(teams)
    chosen = {selection.team_id} if selection.team_id is not None else chosen
    taken = [portable for row in rows if (portable := portable_assessment(connection, row))]
    taken_ids = {portable.assessment.id for portable in taken}
    texts = {
        row.digest: questionnaires.archived_text(connection, row.digest) or "" for row in rows if row.id in taken_ids
    }
    return Portable(
        holds=_holds(selection),
        questionnaires=texts,
        teams=tuple(
            PortableTeam(
                team,
                created_at,
                archived_at,
                tuple(
                    action
                    for action in plans.actions(connection, team.id)
                    if selection.assessment_id in (None, action.assessment_id)
                ),
            )
            for team, created_at, archived_at in teams.values()
            if team.id in chosen
        ),
        assessments=tuple(taken),
        left_out=tuple(LeftOut(row.id, row.team_name, row.label) for row in rows if row.id not in taken_ids),
    )


def _selected(connection: Connection, selection: Selection) -> list[Assessment]:
    """Return the selected assessments in the order in which they were started; raises NotFound."""
    if selection.assessment_id is None:
        every = assessments.every_assessment(connection, selection.team_id)
        return sorted(every, key=lambda row: (row.opened_at, row.id))
    row = assessments.assessment(connection, selection.assessment_id)
    if row is None:
        raise NotFound(*NO_ASSESSMENT)
    return [row]


def _holds(selection: Selection) -> Literal["assessment", "team", "everything"]:
    if selection.assessment_id is not None:
        return "assessment"
    return "everything" if selection.team_id is None else "team"


def portable_assessment(connection: Connection, row: Assessment) -> PortableAssessment | None:
    """Return the exportable data of an assessment; None for an assessment of several people without a result."""
    frozen = _frozen(connection, row)
    portable = PortableAssessment(row, assessments.dimension_targets(connection, row.id), frozen=frozen)
    if row.mode == "solo":
        response = store_answers.solo_response(connection, row.id)
        if response is None:
            return None
        return replace(portable, response={name: stored.answer for name, stored in response.answers.items()})
    if row.is_open or not frozen:
        return None
    agreed = {
        name: PortableAgreement(*level) for name, level in stored_levels.agreed_levels(connection, row.id).items()
    }
    portable = replace(portable, agreed=agreed, people=_people(connection, row))
    if row.mode == "workshop":
        workshop = workshops.workshop(connection, row.id)
        state = workshop.state if workshop else WorkshopState(order=())
        worth, warm_up = (polls.results(connection, [row.id], poll).get(row.id) for poll in ("worth", "warm_up"))
        portable = replace(
            portable,
            pace=workshop.pace if workshop else "together",
            order=state.order,
            worth=worth,
            warm_up=state.warm_up,
            warm_up_result=warm_up,
            steps=kept_steps(connection, row.id),
        )
    return portable


def _frozen(connection: Connection, row: Assessment) -> tuple[FrozenText, ...]:
    """Return the frozen results, oldest first; of an anonymous round only the newest, which is the one shown."""
    results = stored_results.frozen_results(connection, row.id)
    results = results[-1:] if row.privacy == "anonymous" else results
    return tuple(FrozenText(frozen_at, _in_newest_format(content)) for frozen_at, content in results)


def _in_newest_format(content: str) -> str:
    """Return a frozen result, translated from an older format, because some of these hold levels of each person."""
    read = json.loads(content)
    if read.get("format") == NEWEST:
        return content
    return json.dumps(result_in_newest_format(read) | {"format": NEWEST}, ensure_ascii=False, sort_keys=True)


def _people(connection: Connection, row: Assessment) -> tuple[PortablePerson, ...]:
    """Return each person's answers of an open round, sorted by name; empty for an anonymous round.

    Of a workshop the notes and evidence are left out, because its result contains them.
    """
    if row.privacy == "anonymous":
        return ()
    if row.mode == "survey":
        everyone = responses.all_responses(connection, row.id)
        people = [PortablePerson(p.name or "", p.role, {FIRST_ROUND: p.answers}) for p in everyone if p.answers]
    else:
        names = responses.participant_names(connection, row.id)
        rounds: dict[str, dict[int, dict[str, Answer]]] = defaultdict(lambda: defaultdict(dict))
        roles = {}
        for vote in stored_votes.votes(connection, row.id):
            if vote.answer.is_answered:
                answer = replace(vote.answer, note="", evidence="", evidence_grade=None)
                rounds[vote.key][vote.round][vote.question_id] = answer
                roles[vote.key] = vote.role
        people = [PortablePerson(names.get(key, ""), roles[key], by_round) for key, by_round in rounds.items()]
    return tuple(sorted(people, key=_by_name))


def _by_name(person: PortablePerson) -> tuple[str, str, str]:
    # Nobody reads this order, and files are compared with it: another one, such as `alphabetical`, would make rounds of
    # earlier files differ from the same rounds here.
    answers = sorted((number, sorted(by_round.items(), key=repr)) for number, by_round in person.rounds.items())
    return person.name.casefold(), person.name, repr(answers)
