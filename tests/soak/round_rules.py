"""Random use of teams and assessments with their targets, agreed levels and plans."""

import shutil
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from cxmaturity.analysis.groups import AgreedLevel
from cxmaturity.answers import Answer
from cxmaturity.errors import Refused
from cxmaturity.files.answers_table import RespondentAnswers
from cxmaturity.records import DimensionTarget
from cxmaturity.services import backups, plans, teams
from cxmaturity.services.assessments import closing, creation, targets, views
from cxmaturity.services.assessments.agreed_levels import agree_on_level
from cxmaturity.services.imports import rounds
from cxmaturity.services.teams import RemovalImpact
from cxmaturity.store.database.engine import open_database
from tests.soak.confirmed import Person
from tests.soak.stored import assert_kept, assessment_row, names_of, people_of
from tests.soak.users import LEVELS, QUESTIONNAIRE, QUESTIONS, TEAM_NAMES, TEXTS, Users
from tests.store.fixtures import NOW, plan_step, removed_for_good

_MAX_ROUNDS = 6
_PLAN_CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "owner": st.sampled_from(["Ann", "Ben"]),
        "status": st.sampled_from(["planned", "started", "done", "dropped"]),
        "outcome": st.sampled_from([None, "yes", "partly"]),
        "outcome_note": TEXTS,
        "due": st.sampled_from([None, NOW.date(), NOW.date() + timedelta(days=9)]),
    },
)
_TARGETS = st.builds(DimensionTarget, st.sampled_from([None, 2, 4]), st.sampled_from([None, 1, 5]))


class TeamRules(Users):
    """Teams are created, renamed, archived, restored and removed."""

    @rule(data=st.data(), name=TEAM_NAMES, change=st.sampled_from(["add", "rename", "archive", "restore"]))
    def change_teams(self, data: st.DataObject, name: str, change: str) -> None:
        """A second team of a name is refused; a team keeps everything that belongs to it."""
        if change == "add" or not self.confirmed.teams:
            is_taken = self.team_id(name) is not None
            if added := self.done(lambda: teams.create_team(self.database, name, self.now), unless=is_taken):
                self.confirmed.teams[added.id] = name
            return
        team = data.draw(st.sampled_from(list(self.confirmed.teams)))
        if change == "rename":
            self.rename_team(team, name, data.draw(st.sampled_from([self.confirmed.teams[team], "Earlier name"])))
        elif change == "archive":
            teams.archive_team(self.database, team, self.now)
            self.confirmed.archived.add(team)
        else:
            teams.restore_team(self.database, team)
            self.confirmed.archived.discard(team)

    def rename_team(self, team: str, name: str, shown: str) -> None:
        """From a form that shows this name: an unchanged form changes nothing, a changed one reports what it
        replaces."""
        stored = self.confirmed.teams[team]
        if name in (shown, stored):
            assert teams.rename_team(self.database, team, name, shown) is None
            return
        is_taken = self.team_id(name) not in (None, team)
        replaced = self.done(lambda: teams.rename_team(self.database, team, name, shown), unless=is_taken)
        if not is_taken:
            assert replaced == (None if shown == stored else stored)
            self.confirmed.teams[team] = name

    @precondition(lambda self: self.confirmed.teams)
    @rule(data=st.data(), is_added=st.booleans())
    def remove_team(self, data: st.DataObject, is_added: bool) -> None:
        """The impact is shown first; if more would be deleted by now, nothing is."""
        team = data.draw(st.sampled_from(list(self.confirmed.teams)))
        gone = [r for r in self.rounds() if r.row.team_id == team]
        actions = sum(action.team_id == team for action in self.confirmed.actions.values())
        shown = teams.removal_impact(self.database, team)
        is_archived = team in self.confirmed.archived
        assert shown == RemovalImpact(len(gone), sum(r.times_frozen for r in gone), actions, is_archived)
        is_added = is_added and team not in self.confirmed.archived
        if is_added:
            name = self.confirmed.teams[team]
            command = creation.StartSolo(questionnaire=QUESTIONNAIRE, team_name=name, label="Added")
            self.note_round(creation.start(self.database, command, self.now).assessment_id, name)
        self.done(lambda: teams.remove_team(self.database, team, shown), unless=is_added)
        if not is_added:
            self.confirmed.remove_team(team)

    @precondition(lambda self: not self.is_backed_up)
    @rule()
    def back_up_and_restore(self) -> None:
        """A backup, restored elsewhere, holds everything. Once per example, because it is slow."""
        self.is_backed_up = True
        file, restored = self.folder / "backup.db", self.folder / "restored.db"
        shutil.copyfile(self.empty_file, restored)
        try:
            backups.back_up(self.url, file)
            backups.restore(f"sqlite:///{restored}", file)
            copy = open_database(f"sqlite:///{restored}")
            assert_kept(copy, self.confirmed)
            copy.close()
        finally:
            for path in (file, restored):
                path.unlink(missing_ok=True)


class AssessmentRules(Users):
    """Assessments are started, imported, closed, reopened and removed."""

    @precondition(lambda self: len(self.confirmed.rounds) < _MAX_ROUNDS)
    @rule(
        name=TEAM_NAMES,
        mode=st.sampled_from(["solo", "survey", "workshop"]),
        privacy=st.sampled_from(["open", "anonymous"]),
        pace=st.sampled_from(["together", "self_paced"]),
    )
    def start(self, name: str, mode: str, privacy: Any, pace: Any) -> None:
        """A missing team is created; an archived one is refused."""
        about: dict[str, Any] = {"questionnaire": QUESTIONNAIRE, "team_name": name, "label": "Round"}
        command: creation.StartCommand = creation.StartSolo(**about)
        if mode == "survey":
            command = creation.StartSurvey(**about, privacy=privacy)
        if mode == "workshop":
            command = creation.StartWorkshop(**about, privacy=privacy, pace=pace)
        is_archived = self.team_id(name) in self.confirmed.archived
        if begun := self.done(lambda: creation.start(self.database, command, self.now), unless=is_archived):
            self.note_round(begun.assessment_id, name)

    @precondition(lambda self: len(self.confirmed.rounds) < _MAX_ROUNDS)
    @rule(name=TEAM_NAMES, level=LEVELS, privacy=st.sampled_from(["open", "anonymous"]))
    def import_round(self, name: str, level: int, privacy: Any) -> None:
        """An earlier round of two people is stored all or none."""
        answers = {q.id: Answer(level=level, note="remark") for q in QUESTIONNAIRE.questions}
        people = [RespondentAnswers(person, None, answers) for person in ("Ann", "Ben")]
        terms = (self.database, QUESTIONNAIRE, name, "Past", "both", people, privacy, self.now, self.now)
        is_archived = self.team_id(name) in self.confirmed.archived
        if imported := self.done(lambda: rounds.import_round(*terms), unless=is_archived):
            past = self.note_round(imported, name)
            names = names_of(self.database, imported)
            assert sorted(names.values()) == (["Ann", "Ben"] if privacy == "open" else [])
            for response_id, key in people_of(self.database, imported):
                person = past.people[response_id] = Person(response_id, key=key, name=names.get(key))
                person.answers, person.is_submitted, person.revision = dict(answers), True, len(answers)
            assert len(past.people) == 2
            past.summarise()
            past.freeze()

    @precondition(lambda self: self.confirmed.rounds)
    @rule(data=st.data())
    def close_or_reopen(self, data: st.DataObject) -> None:
        """Its result is that of its answers. Workshops are closed on their console, and never reopened."""
        chosen = data.draw(st.sampled_from(self.rounds()))
        is_workshop = chosen.row.mode == "workshop"
        if chosen.row.is_open:
            self.done(lambda: closing.close_assessment(self.database, chosen.row.id, self.now), unless=is_workshop)
            if not is_workshop:
                chosen.close()
                assert assessment_row(self.database, chosen.row.id).status == "closed"
                assert views.load_view(self.database, chosen.row.id).group == chosen.group
        else:
            self.done(lambda: closing.reopen_assessment(self.database, chosen.row.id), unless=is_workshop)
            if not is_workshop:
                chosen.row = replace(chosen.row, status="open")

    @precondition(lambda self: self.confirmed.rounds)
    @rule(data=st.data(), is_sure=st.booleans())
    def remove_assessment(self, data: st.DataObject, is_sure: bool) -> None:
        """Actions planned from it stay in the plan."""
        chosen = data.draw(st.sampled_from(self.rounds()))
        if is_sure:  # every other time, so that some last
            removed_for_good(self.database, chosen.row.id)
            self.confirmed.remove_round(chosen.row.id)


class OutcomeRules(Users):
    """What depends on a result: targets, agreed levels, the plan."""

    @precondition(lambda self: self.confirmed.rounds)
    @rule(data=st.data(), dimension=st.sampled_from(["welcome", "word"]), values=st.lists(_TARGETS, max_size=2))
    def set_targets(self, data: st.DataObject, dimension: str, values: list[DimensionTarget]) -> None:
        """Of two open forms each stores only what differs from what it showed."""
        chosen, unset = data.draw(st.sampled_from(self.rounds())), DimensionTarget(None, None)
        shown = chosen.targets.get(dimension, unset)
        for value in values:
            targets.set_targets(self.database, chosen.row.id, {dimension: value}, {dimension: shown})
            stored = chosen.targets.get(dimension, unset)
            if value.target != shown.target:
                stored = replace(stored, target=value.target)
            if value.importance != shown.importance:
                stored = replace(stored, importance=value.importance)
            if value != shown:
                chosen.targets[dimension] = stored

    @precondition(lambda self: self.rounds("survey", "workshop"))
    @rule(data=st.data(), question=QUESTIONS, level=st.one_of(st.none(), LEVELS), reason=TEXTS)
    def agree(self, data: st.DataObject, question: str, level: int | None, reason: str) -> None:
        """For a revealed or closed question; the votes stay beside it."""
        chosen = data.draw(st.sampled_from(self.rounds("survey", "workshop")))
        is_shown = not chosen.row.is_open or (chosen.state is not None and question in chosen.state.revealed)
        is_reasoned = level is None or reason != ""
        self.done(
            lambda: agree_on_level(self.database, chosen.row.id, question, level, reason, self.now),
            unless=not (is_shown and is_reasoned),
        )
        if not (is_shown and is_reasoned):
            return
        if level is None:
            chosen.agreed.pop(question, None)
        else:
            chosen.agreed[question] = AgreedLevel(level, reason)
        if chosen.row.is_open:
            chosen.version += 1
        else:
            chosen.group = chosen.group.with_agreed(chosen.agreed) if chosen.group else None
            chosen.freeze()

    @precondition(lambda self: self.confirmed.rounds)
    @rule(data=st.data(), question=QUESTIONS, level=st.integers(1, 3), owner=st.sampled_from(["Ann", "Ben"]))
    def plan_step(self, data: st.DataObject, question: str, level: int, owner: str) -> None:
        """A step that is open in the plan is not added again, and keeps its owner."""
        chosen = data.draw(st.sampled_from(self.rounds()))
        step = QUESTIONNAIRE.by_id[question]
        action = plan_step(self.database, chosen.row, step, level, owner, None, self.now)
        planned = [
            a.id
            for a in self.confirmed.actions.values()
            if a.is_open and a.team_id == chosen.row.team_id and (a.question_id, a.from_level) == (question, level)
        ]
        if planned:
            assert action.id in planned
        else:
            assert (action.owner, action.status, action.assessment_id) == (owner, "planned", chosen.row.id)
            self.confirmed.actions[action.id] = action

    @precondition(lambda self: self.confirmed.actions)
    @rule(data=st.data(), forms=st.lists(_PLAN_CHANGES, min_size=2, max_size=3))
    def change_action(self, data: st.DataObject, forms: list[dict[str, Any]]) -> None:
        """Each of several open forms changes only its own fields; no step is reopened beside an equal open one."""
        action_id = data.draw(st.sampled_from(list(self.confirmed.actions)))
        for changes in forms:
            before = self.confirmed.actions[action_id]
            if self.confirmed.is_planned_again(action_id, changes):
                with pytest.raises(Refused):
                    plans.change_action(self.database, action_id, self.now, changes)
                continue
            change = plans.change_action(self.database, action_id, self.now, changes)
            self.confirmed.change_action(action_id, changes, self.now)
            assert (change.before, change.after) == (before, self.confirmed.actions[action_id])

    @precondition(lambda self: self.confirmed.actions)
    @rule(data=st.data(), is_added_again=st.booleans(), times=st.integers(0, 2))
    def delete_action(self, data: st.DataObject, is_added_again: bool, times: int) -> None:
        """A deleted action is restored once and unchanged; if the step was added again, it is in the plan once."""
        deleted = self.confirmed.actions.pop(data.draw(st.sampled_from(list(self.confirmed.actions))))
        assert plans.delete_action(self.database, deleted.id) == deleted
        source = self.confirmed.rounds.get(deleted.assessment_id or "")
        if is_added_again and source and deleted.is_open and deleted.question_id and deleted.from_level:
            question, level = QUESTIONNAIRE.by_id[deleted.question_id], deleted.from_level
            action = plan_step(self.database, source.row, question, level, "Cem", None, self.now)
            self.confirmed.actions[action.id] = action
        for _ in range(times):
            plans.restore_action(self.database, deleted)
        is_there = any(
            a.is_open
            and deleted.is_open
            and a.from_level
            and (a.team_id, a.question_id, a.from_level) == (deleted.team_id, deleted.question_id, deleted.from_level)
            for a in self.confirmed.actions.values()
        )
        if times and not is_there:
            self.confirmed.actions[deleted.id] = deleted
