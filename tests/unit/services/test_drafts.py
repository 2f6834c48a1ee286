"""Drafts on disk: comments are kept, later changes are not overwritten, and publishing is all or none."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from shutil import copytree
from threading import Barrier
from zipfile import ZipFile

import pytest

from cxmaturity.errors import ChangedElsewhere, CxMaturityError, NotFound, Refused
from cxmaturity.files.models.plain_table import read_plain_table
from cxmaturity.files.models.template import template_workbook
from cxmaturity.questionnaire.changes import Change
from cxmaturity.questionnaire.loading import load_questionnaire
from cxmaturity.questionnaire.yaml_files import MAX_FILES
from cxmaturity.services.drafts import draft_parts, editing, folders, publishing
from cxmaturity.services.questionnaires import list_questionnaires
from tests.build import LIVING, SHIPPED, write

PROMPT = ("questions", "H1", "prompt")


@pytest.fixture(autouse=True)
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of the only published questionnaire."""
    monkeypatch.setenv("CXMATURITY_QUESTIONNAIRES", str(tmp_path))
    return write(tmp_path, LIVING | {"home.yaml": f"# Ours.\n{LIVING['home.yaml']}"})


def test_a_field_is_changed_and_the_rest_stays_as_written(published: Path) -> None:
    """Publishing changes one line and the version, keeps comments and layout, and removes the draft."""
    before = (published / "home.yaml").read_text("utf-8")
    editing.begin_draft("living")
    editing.change_field("living", "home.yaml", PROMPT, "Are the dishes done\ntoday?", "Are the dishes done?")
    draft = editing.read_draft("living")
    assert (draft.issues, publishing.changes_of(draft)) == ((), [Change("statement reworded", "H1")])
    assert (published / "home.yaml").read_text("utf-8") == before
    with pytest.raises(Refused, match="leads to another version"):
        publishing.publish("living", "patch", "major")  # as for changes that were taken back since
    assert publishing.publish("living", "patch", "patch") == "1.0.1"
    after = (published / "home.yaml").read_text("utf-8")
    assert after == before.replace('"Are the dishes done?"', '"Are the dishes done\\ntoday?"')
    assert load_questionnaire(published).version == "1.0.1"
    assert folders.draft_names() == []


def test_faults_are_those_of_the_check_and_keep_a_draft_from_being_published() -> None:
    """An emptied prompt is the fault that `check` reports, and a draft with a fault cannot be published."""
    editing.begin_draft("living")
    editing.change_field("living", "home.yaml", PROMPT, "", "Are the dishes done?")
    assert [(i.place, i.problem) for i in editing.read_draft("living").issues] == [
        ("line 13, H1.prompt", "'prompt' is missing")
    ]
    with pytest.raises(Refused, match="faults"):
        publishing.publish("living", "patch")


def test_two_windows_never_undo_each_other() -> None:
    """A change based on an older value of the field is refused."""
    editing.begin_draft("living")
    editing.change_field("living", "home.yaml", PROMPT, "One?", "Are the dishes done?")
    with pytest.raises(ChangedElsewhere):
        editing.change_field("living", "home.yaml", PROMPT, "Two?", "Are the dishes done?")


def test_publishing_is_refused_if_a_file_was_edited(published: Path) -> None:
    """If a file was edited by hand since the draft began, publishing is refused and the file stays."""
    editing.begin_draft("living")
    editing.change_field("living", "home.yaml", PROMPT, "One?", "Are the dishes done?")
    (published / "garden.yaml").write_text(LIVING["garden.yaml"].replace("Outdoors.", "Outside."), "utf-8")
    with pytest.raises(Refused, match="changed on disk"):
        publishing.publish("living", "patch")
    assert "Outside." in (published / "garden.yaml").read_text("utf-8")


def test_questions_are_added_moved_and_left_out() -> None:
    """A new question has a new id and empty statements; the order is that of the file."""
    editing.begin_draft("living")
    assert draft_parts.add_question("living", "home.yaml", "warm") == "Q1"
    editing.change_field("living", "home.yaml", ("questions", "Q1", "claims"), ["c1"], None)
    draft_parts.move_question("living", "home.yaml", "Q1", -1)
    questionnaire = editing.read_draft("living").questionnaire
    assert questionnaire is not None
    assert [q.id for q in questionnaire.dimensions[0].questions] == ["H1", "Q1", "H2"]
    draft_parts.leave_out_question("living", "home.yaml", "Q1")
    assert publishing.changes_of(editing.read_draft("living")) == []
    with pytest.raises(Refused, match="Nothing is changed"):
        publishing.publish("living", "patch")
    with pytest.raises(NotFound):
        draft_parts.leave_out_question("living", "home.yaml", "Q1")


def test_a_new_question_is_none_that_was_asked(tmp_path: Path) -> None:
    """It gets no id of a question that the published version has, or that an assessment asked: answers would mix."""
    editing.begin_draft("living")
    assert draft_parts.add_question("living", "home.yaml", "warm") == "Q1"
    editing.change_field("living", "home.yaml", ("questions", "Q1", "claims"), ["c1"], None)
    publishing.publish("living", "minor")
    editing.begin_draft("living")
    draft_parts.leave_out_question("living", "home.yaml", "Q1")
    assert draft_parts.add_question("living", "home.yaml", "warm", asked={"Q2"}) == "Q3"
    draft_parts.add_dimension("living", "Roof", asked={"Q2", "Q4"})
    assert editing.content_of("living")["roof.yaml"]["questions"][0]["id"] == "Q5"


def test_a_change_that_fails_halfway_changes_nothing() -> None:
    """Where the highest stage has no number, no stage is left out, and no statement of the dimensions either."""
    editing.begin_draft("living")
    stages = editing.content_of("living")["model.yaml"]["stages"]
    editing.edit_file("living", "model.yaml", lambda content: content["stages"][2].pop("level"))
    before = folders.read_files(folders.existing_draft("living"))
    with pytest.raises(NotFound):
        draft_parts.leave_out_stage("living", 1, stages)
    assert folders.read_files(folders.existing_draft("living")) == before
    assert sorted(entry.name for entry in folders.folder().iterdir()) == [".draft-living", "living"]


def test_a_draft_stays_small_enough_to_be_read() -> None:
    """The 101st file is refused: nobody could open the draft to leave a dimension out again."""
    editing.begin_draft("living")
    for number in range(MAX_FILES - len(LIVING)):
        (folders.existing_draft("living") / f"spare-{number}.yaml").write_text("id: x\n", "utf-8")
    with pytest.raises(Refused, match="at most 100 files"):
        draft_parts.add_dimension("living", "Roof")
    assert list(editing.content_of("living")) == ["model.yaml", "home.yaml", "garden.yaml"]
    with pytest.raises(Refused, match="at most 100 files"):
        editing.import_files({"model.yaml": "title: Many", **{f"d{n}.yaml": "id: x" for n in range(MAX_FILES)}})
    assert folders.draft_names() == ["living"]


def test_two_who_change_a_draft_at_once_make_no_fault() -> None:
    """Of two questions added at once each has an id; the second of the last stages but two stays."""
    editing.begin_draft("living")
    stages = editing.content_of("living")["model.yaml"]["stages"]
    together = Barrier(2)

    def change(_: int) -> str:
        together.wait()
        question = draft_parts.add_question("living", "home.yaml", "warm")
        with suppress(Refused):
            draft_parts.leave_out_stage("living", 1, stages)
        return question

    with ThreadPoolExecutor(2) as people:
        assert sorted(people.map(change, range(2))) == ["Q1", "Q2"]
    assert [stage["name"] for stage in editing.content_of("living")["model.yaml"]["stages"]] == ["Bare", "Loved"]


def test_a_copy_is_a_questionnaire_of_its_own(tmp_path: Path) -> None:
    """A copy has its own id, title and version; a title can be used once only."""
    assert editing.copy_published("living", "Living better") == "living-better"
    with pytest.raises(Refused, match="title of another"):
        editing.copy_published("living", "living BETTER")
    assert publishing.publish("living-better", None) == "1.0.0"
    copied = load_questionnaire(tmp_path / "living-better")
    assert (copied.id, copied.title, len(copied.questions)) == ("living-better", "Living better", 3)


def test_no_draft_takes_the_place_of_another_questionnaire(tmp_path: Path) -> None:
    """A title that another one has is a fault: once published, only one of the two would be listed."""
    editing.copy_published("living", "Living better")
    assert publishing.publish("living-better", None) == "1.0.0"
    editing.begin_draft("living-better")
    editing.change_field("living-better", "model.yaml", ("title",), "LIVING well", "Living better")
    [issue] = editing.read_draft("living-better").issues
    assert issue.problem == "the title 'LIVING well' is that of the questionnaire in living, too"
    with pytest.raises(Refused, match="faults"):
        publishing.publish("living-better", "patch")
    sound, faulty = list_questionnaires(tmp_path)
    assert ([q.title for q in sound], faulty) == (["Living well", "Living better"], [])


def test_of_two_who_publish_at_once_one_is_told_that_it_is_done() -> None:
    """One publishes; the other finds no draft any more, and no fault of the server's folder."""
    editing.begin_draft("living")
    editing.change_field("living", "home.yaml", PROMPT, "One?", "Are the dishes done?")
    together = Barrier(2)

    def publish(_: int) -> str:
        together.wait()
        try:
            return publishing.publish("living", "patch")
        except CxMaturityError as error:
            return error.message

    with ThreadPoolExecutor(2) as people:
        assert sorted(people.map(publish, range(2))) == ["1.0.1", "This draft is not there any more."]


def test_an_exported_questionnaire_is_imported_unchanged(tmp_path: Path) -> None:
    """An exported questionnaire is imported with the same questions."""
    data = publishing.export("living")
    name = editing.import_bundle(data, "Brought in")
    imported = editing.read_draft(name).questionnaire
    assert imported is not None
    assert imported.dimensions == load_questionnaire(tmp_path / "living").dimensions
    with ZipFile(packed := BytesIO(data), "a") as archive:
        archive.writestr("__MACOSX/._model.yaml", b"\x00\x05\x16\x07")
    assert editing.read_draft(editing.import_bundle(packed.getvalue(), "Packed by macOS")).issues == ()
    damaged = data.replace(data[60:70], b"\xff" * 10, 1)  # within the compressed bytes of the first file
    for unreadable in (b"x", damaged):
        with pytest.raises(Refused, match="no ZIP"):
            editing.import_bundle(unreadable)


def test_the_template_is_read_as_it_stands(tmp_path: Path) -> None:
    """The template is valid: a questionnaire of one question."""
    file = tmp_path / "template.xlsx"
    file.write_bytes(template_workbook())
    name = editing.import_files(read_plain_table(file).files(), "Ours")
    questionnaire = editing.read_draft(name).questionnaire
    assert questionnaire is not None
    assert questionnaire.stages[0].name == "By chance"
    (question,) = questionnaire.questions
    assert (question.pulse, [step.do for step in question.steps]) == (True, ["Note it once today.", "", "", ""])


@pytest.mark.parametrize("name", ["..", "../living", ".draft-living", "nobody"])
def test_no_other_folder_is_reached(name: str) -> None:
    """A name from an address opens questionnaires only, no other folder."""
    for reach in (editing.begin_draft, editing.read_draft, publishing.export):
        with pytest.raises(NotFound):
            reach(name)


def test_a_stage_is_added_and_left_out() -> None:
    """Each question gets an empty statement and step; removing the stage restores what was before."""
    editing.begin_draft("living")
    draft_parts.add_stage("living")
    draft = editing.read_draft("living")
    assert (draft.issues, publishing.changes_of(draft)[0]) == ((), Change("scale"))
    assert draft.questionnaire is not None
    question = draft.questionnaire.by_id["H1"]
    assert question.levels[3] == question.levels_in("house")[3] == "Write what holds at Stage 4."
    assert [bool(step.do) for step in question.steps] == [True, True, False]
    with pytest.raises(Refused, match="With another scale"):
        publishing.publish("living", "minor")
    four = editing.content_of("living")["model.yaml"]["stages"]
    draft_parts.leave_out_stage("living", 3, four)
    assert publishing.changes_of(editing.read_draft("living")) == []
    draft_parts.leave_out_stage("living", 0, four[:3])
    shorter = editing.read_draft("living").questionnaire
    assert shorter is not None
    assert [(s.level, s.name) for s in shorter.stages] == [(1, "Kept"), (2, "Loved")]
    assert shorter.by_id["H1"].levels == ("They are done weekly.", "They are done daily.")
    assert [step.do for step in shorter.by_id["H1"].steps] == ["Hang up a rota"]
    with pytest.raises(Refused, match="at least two stages"):
        draft_parts.leave_out_stage("living", 0, four[1:3])


def test_a_stage_left_out_is_the_one_shown() -> None:
    """Bare, Kept, Loved and Stage 4 were shown; Kept goes first, then the fourth: Stage 4. A second time it is gone.

    While no stage came or went, the place counts: a name may have been edited.
    """
    editing.begin_draft("living")
    draft_parts.add_stage("living")
    shown = editing.content_of("living")["model.yaml"]["stages"]
    editing.change_field("living", "model.yaml", ("stages", 1, "name"), "Looked after", "Kept")
    draft_parts.leave_out_stage("living", 1, shown)
    draft_parts.leave_out_stage("living", 3, shown)
    draft_parts.add_stage("living")
    assert [s["name"] for s in editing.content_of("living")["model.yaml"]["stages"]] == ["Bare", "Loved", "Stage 3"]
    with pytest.raises(NotFound, match="not there any more"):
        draft_parts.leave_out_stage("living", 3, shown)


def test_nothing_is_added_to_a_dimension_that_is_left_out_meanwhile() -> None:
    """Each change of a part of it names that it is gone."""
    editing.begin_draft("living")
    draft_parts.leave_out_dimension("living", "home.yaml")
    changes: list[Callable[[], object]] = [
        lambda: draft_parts.add_question("living", "home.yaml", "clean"),
        lambda: draft_parts.add_capability("living", "home.yaml"),
        lambda: draft_parts.leave_out_capability("living", "home.yaml", "clean"),
        lambda: draft_parts.add_steps("living", "home.yaml", "H1"),
        lambda: draft_parts.move_question("living", "home.yaml", "H1", 1),
        lambda: draft_parts.move_dimension("living", "home.yaml", 1),
    ]
    for change in changes:
        with pytest.raises(NotFound, match="is not there any more"):
            change()


def test_a_part_of_another_form_is_refused_in_words() -> None:
    """Of a file from elsewhere: one capability where a list of them belongs failed unexpectedly."""
    editing.begin_draft("living")
    capabilities = editing.content_of("living")["home.yaml"]["capabilities"]
    editing.change_field("living", "home.yaml", ("capabilities",), capabilities[0], capabilities)
    with pytest.raises(Refused, match=r"home\.yaml has another form"):
        draft_parts.add_capability("living", "home.yaml")


def test_leftovers_are_removed(published: Path, tmp_path: Path) -> None:
    """A published folder that an interrupted write moved aside is restored; after an hour leftovers are removed.

    A draft without changes is removed after weeks, a changed one is kept.
    """
    editing.begin_draft("living")
    (tmp_path / ".new-x").mkdir()
    aside = tmp_path / ".old-x" / "moved"
    aside.mkdir(parents=True)
    (aside / "model.yaml").write_text("id: moved", "utf-8")
    now = published.stat().st_mtime
    folders.tidy(now + 60)
    assert {".new-x", "moved", ".draft-living"} <= {entry.name for entry in tmp_path.iterdir()}
    folders.tidy(now + 7200)
    assert {entry.name for entry in tmp_path.iterdir()} == {"living", "moved", ".draft-living"}
    editing.change_field("living", "home.yaml", PROMPT, "One?", "Are the dishes done?")
    folders.tidy(now + 40 * 86400)
    assert folders.draft_names() == ["living"]
    editing.change_field("living", "home.yaml", PROMPT, "Are the dishes done?", "One?")
    folders.tidy(now + 80 * 86400)
    assert folders.draft_names() == []


def test_dimensions_are_added_moved_and_left_out(published: Path) -> None:
    """A new dimension has a capability and an empty question; its file is created and removed with it."""
    editing.begin_draft("living")
    assert draft_parts.add_dimension("living", "  The  roof ") == "the-roof.yaml"
    draft_parts.move_dimension("living", "the-roof.yaml", -1)
    draft_parts.leave_out_dimension("living", "garden.yaml")
    contents = editing.content_of("living")
    assert list(contents) == ["model.yaml", "home.yaml", "the-roof.yaml"]
    assert contents["the-roof.yaml"]["name"] == "The roof"
    assert [q["id"] for q in contents["the-roof.yaml"]["questions"]] == ["Q1"]
    with pytest.raises(Refused, match="name of another dimension"):
        draft_parts.add_dimension("living", "HOME")
    draft_parts.leave_out_dimension("living", "home.yaml")
    with pytest.raises(Refused, match="only dimension"):
        draft_parts.leave_out_dimension("living", "the-roof.yaml")
    assert (published / "garden.yaml").exists()


def test_what_referred_to_a_part_that_is_left_out_is_left_out_with_it(tmp_path: Path) -> None:
    """No page changes references: a copy of the shipped questionnaire could not be published without one question.

    P1 is named by parts of other frameworks; claim S49 of csr is that of a question of people, too, and S2 of none.
    """
    copytree(SHIPPED, tmp_path / "cx")
    editing.begin_draft("cx")
    draft_parts.leave_out_question("cx", "people.yaml", "P1")
    draft_parts.leave_out_dimension("cx", "csr.yaml")
    draft = editing.read_draft("cx")
    assert draft.issues == ()
    assert draft.questionnaire is not None
    cited = {question for f in draft.questionnaire.frameworks for part in f.parts for question in part.questions}
    assert cited <= set(draft.questionnaire.by_id)
    homes = {claim.id: claim.dimension for claim in draft.questionnaire.claims}
    assert (homes["S49"], "S2" in homes, homes["S33"]) == ("people", False, "people")
    for file in ("people", "operations", "channels"):
        draft_parts.leave_out_dimension("cx", f"{file}.yaml")
    assert editing.read_draft("cx").issues == ()


def test_the_claims_of_the_last_cited_question_take_their_file_with_them(tmp_path: Path) -> None:
    """A file of claims without any claim is a fault."""
    editing.begin_draft("living")
    draft_parts.add_dimension("living", "Roof")
    draft_parts.leave_out_dimension("living", "home.yaml")
    draft_parts.leave_out_dimension("living", "garden.yaml")
    assert editing.read_draft("living").issues == ()
    assert not (tmp_path / ".draft-living" / "claims.yaml").exists()


@pytest.mark.parametrize(("title", "made"), [("Model", "model-2"), ("Claims", "claims-2"), ("None", "none")])
def test_a_dimension_takes_no_file_of_another_use(title: str, made: str) -> None:
    """A dimension called Model was written over model.yaml, so that all of the draft was lost."""
    editing.begin_draft("living")
    assert draft_parts.add_dimension("living", title) == f"{made}.yaml"
    assert editing.read_draft("living").issues == ()


def test_a_long_name_of_a_dimension_leads_to_ids_that_are_allowed() -> None:
    """The id of its capability, too, has 80 characters at most."""
    editing.begin_draft("living")
    file = draft_parts.add_dimension("living", "roof " * 40)
    draft_parts.add_capability("living", file)
    (issue,) = editing.read_draft("living").issues
    assert issue.problem.startswith("no question belongs to the capability")


def test_stages_and_shared_answers_stay_as_many() -> None:
    """Where all questions share the answers, and these are the stages, an added stage has an answer."""
    files = LIVING | {"model.yaml": f'{LIVING["model.yaml"]}levels: ["No", "Half", "Yes"]\n'}
    name = editing.import_files(files, "Shared")
    draft_parts.add_stage(name)
    assert editing.read_draft(name).issues == ()
    draft_parts.leave_out_stage(name, 1, editing.content_of(name)["model.yaml"]["stages"])
    assert editing.read_draft(name).issues == ()
    assert editing.content_of(name)["model.yaml"]["levels"] == ["No", "Yes", "Write what holds at Stage 4."]


def test_practices_keep_their_stage_when_another_is_left_out() -> None:
    """Of stages 0, 1, 2: without stage 1 its practice has none, and that of stage 2 belongs to stage 1."""
    model = LIVING["model.yaml"].replace("level: 1\n", "level: 0\n").replace("level: 2\n", "level: 1\n")
    model = model.replace("level: 3\n", "level: 2\n").replace("  practice: 1\n", "")
    files = {"model.yaml": f'{model}levels: ["No", "Half", "Yes"]\n'}
    for file, stages in (("home.yaml", (1, 2)), ("garden.yaml", (2,))):
        files[file] = LIVING[file]
        for number, stage in enumerate(stages, start=1):
            prompt = f'    capability: "{("clean", "warm")[number - 1] if file == "home.yaml" else "green"}"\n'
            files[file] = files[file].replace(prompt, f"{prompt}    level: {stage}\n")
    name = editing.import_files(files, "Practices")
    draft_parts.add_question(name, "garden.yaml", "green")
    assert editing.read_draft(name).issues == ()
    draft_parts.leave_out_stage(name, 1, editing.content_of(name)["model.yaml"]["stages"])
    contents = editing.content_of(name)
    assert [q.get("level") for q in contents["home.yaml"]["questions"]] == [None, 1]
    assert [q.get("level") for q in contents["garden.yaml"]["questions"]] == [1, None]


def test_capabilities_and_steps_are_added_and_left_out() -> None:
    """Only a capability without questions can be removed; new steps are empty, one from each level to the next."""
    editing.begin_draft("living")
    assert draft_parts.add_capability("living", "home.yaml") == "home-1"
    draft_parts.leave_out_capability("living", "home.yaml", "home-1")
    with pytest.raises(Refused, match="has questions"):
        draft_parts.leave_out_capability("living", "home.yaml", "clean")
    editing.change_field(
        "living",
        "home.yaml",
        ("questions", "H1", "steps"),
        None,
        editing.content_of("living")["home.yaml"]["questions"][0]["steps"],
    )
    draft_parts.add_steps("living", "home.yaml", "H1")
    assert editing.content_of("living")["home.yaml"]["questions"][0]["steps"] == [{}, {}]
    editing.change_field("living", "home.yaml", ("questions", "H1", "steps", 1, "do"), "Ring a bell", None)
    questionnaire = editing.read_draft("living").questionnaire
    assert questionnaire is not None
    assert [step.do for step in questionnaire.by_id["H1"].steps] == ["", "Ring a bell"]
