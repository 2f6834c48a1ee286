"""Questionnaires: read, searched, edited as a draft with every fault shown, published, copied."""

from pathlib import Path

import pytest

from cxmaturity.questionnaire.loading import load_questionnaire
from cxmaturity.questionnaire.yaml_files import MODEL_FILE
from cxmaturity.services.drafts import editing
from cxmaturity.ui.shared.escape import plain
from cxmaturity.wording.errors import NOT_REACHED
from tests.build import LIVING, write
from tests.pages.conftest import OpenPage, run_after_restart, sent_twice, shown
from tests.pages.reading import field, key_of, labels, places, plain_texts, titles


@pytest.fixture
def living(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of the only published questionnaire."""
    monkeypatch.setenv("CXMATURITY_QUESTIONNAIRES", str(tmp_path))
    return write(tmp_path, LIVING)


def test_all_of_a_questionnaire_is_read_and_searched(open_page: OpenPage, living: Path) -> None:
    """Every question with levels and steps.

    A search shows the questions that contain all its words, in any case and with any accents, with their number.
    """
    page = open_page("questionnaires")
    assert [t.value for t in page.title] == ["Questionnaires"]
    for words in ("Are the dishes done?", "They are done weekly.", "Wash one plate", "Outdoors."):
        assert words in plain_texts(page)
    assert "Version 1.0.0 · 3 questions in 2 dimensions · 1 question in the pulse" in plain_texts(page)
    page.text_input(key="questionnaire-search").input("DÌSHES weekly").run()
    assert "1 question shown." in plain_texts(page)
    assert "Is it watered?" not in plain_texts(page)


def test_a_draft_shows_each_fault_and_is_published(open_page: OpenPage, living: Path) -> None:
    """An emptied question is a fault at once; corrected, the change is listed and published as the next version."""
    page = open_page("questionnaires")
    page.button(key=key_of(page, "draft-begin")).click().run()
    page.selectbox(key="edit-part").select("home.yaml").run()
    prompt = "edit-living-home.yaml-questions-H1-prompt"
    page.text_area(key=prompt).input("").run()
    assert "1 fault to mend before it can be published." in plain_texts(page)
    assert any("H1.prompt: 'prompt' is missing" in text.value for text in page.text)
    page.text_area(key=prompt).input("Are all the dishes done?").run()
    assert "No faults: the draft can be published." in plain_texts(page)
    assert "The question H1 is worded anew." in plain_texts(page)
    assert "Publish version 1.0.1" in labels(page)
    page.button(key=key_of(page, "publish")).click().run()
    assert not page.exception
    assert load_questionnaire(living).by_id["H1"].prompt == "Are all the dishes done?"
    assert load_questionnaire(living).version == "1.0.1"


def test_text_that_a_restarted_server_missed_stays_in_its_field(open_page: OpenPage, living: Path) -> None:
    """The window sends what its fields hold; the new server says so beside the field, and stores it on request.

    Unless another window has changed the field: then its value is shown, and the text to copy.
    """
    page = open_page("questionnaires")
    page.button(key=key_of(page, "draft-begin")).click().run()
    page.selectbox(key="edit-part").select("home.yaml").run()
    prompt, why = (f"edit-living-home.yaml-questions-H1-{name}" for name in ("prompt", "why"))
    page.text_area(key=prompt).input("Are all the dishes done?")
    page.text_area(key=why).input("Mice come.")
    run_after_restart(page)
    assert page.text_area(key=prompt).value == "Are all the dishes done?"
    assert titles(page.error) == [plain(NOT_REACHED[0])] * 2
    assert "Nothing is changed yet." in plain_texts(page)
    page.button(key=f"save-again-{prompt}").click().run()
    assert titles(page.error) == [plain(NOT_REACHED[0])]
    assert "The question H1 is worded anew." in plain_texts(page)
    editing.change_field("living", "home.yaml", ("questions", "H1", "why"), "Rats come.", "Ants come.")
    page.button(key=f"save-again-{why}").click().run()
    assert titles(page.error) == ["This field was changed in another window\\."]
    assert page.text_area(key=why).value == "Rats come."
    assert [code.value for code in page.code] == ["Mice come."]


def test_a_number_that_no_field_takes_is_shown_to_be_corrected(open_page: OpenPage, living: Path) -> None:
    """Of a file from elsewhere: beside its fault, on the page that lists it, even where another id is no text."""
    page = open_page("questionnaires")
    page.button(key=key_of(page, "draft-begin")).click().run()
    editing.change_field("living", "home.yaml", ("questions", "H1", "weight"), -1, 2)
    editing.change_field("living", "home.yaml", ("questions", "H2", "id"), {"no": "text"}, "H2")
    page = shown(page.selectbox(key="edit-part").select("home.yaml").run())
    assert "H1.weight" in plain_texts(page)
    [weight] = [field for field in page.number_input if field.label == "Weight"]
    assert weight.value == -1
    page = shown(weight.set_value(3).run())
    assert "H1.weight" not in plain_texts(page)


def test_a_copy_needs_a_title_of_its_own(open_page: OpenPage, living: Path) -> None:
    """The title of another questionnaire is refused; a new one makes a draft."""
    page = open_page("questionnaires")
    page.text_input(key=key_of(page, "copy-title")).input("Living well")
    page.button(key=key_of(page, "copy-make")).click().run()
    assert "is the title of another questionnaire" in page.error[0].proto.title + page.error[0].value
    page.text_input(key=key_of(page, "copy-title")).input("Living elsewhere")
    page.button(key=key_of(page, "copy-make")).click().run()
    assert page.selectbox(key="questionnaire").value == "draft:living-elsewhere"
    assert not page.exception


def test_dimensions_stages_steps_and_claims_are_edited(open_page: OpenPage, living: Path) -> None:
    """A new dimension is shown next; its question can cite a claim; stages are added and removed.

    The version follows what is changed last, also where another was proposed before: another scale is a new one.
    """
    page = open_page("questionnaires")
    page.button(key=key_of(page, "draft-begin")).click().run()
    page.button(key=key_of(page, "stage-add")).click().run()
    assert field(page.text_input, "Name of stage 4").value == "Stage 4"
    page.button(key=key_of(page, "stage-leave-out-3-of-4")).click().run()
    page.text_input(key=key_of(page, "dimension-name")).input("Roof").run()
    page.button(key=key_of(page, "dimension-add")).click().run()
    assert page.selectbox(key="edit-part").value == "roof.yaml"
    page.multiselect(key="edit-living-roof.yaml-questions-Q1-claims").select("c1").run()
    assert "No faults" in plain_texts(page)
    page.button(key=key_of(page, "steps-add")).click().run()
    assert field(page.text_area, "What to do (step 2)").value == ""
    page.button(key=key_of(page, "capability-add")).click().run()
    page.button(key=key_of(page, "dimension-up")).click().run()
    page.button(key=key_of(page, "dimension-leave-out")).click().run()
    assert not page.exception
    assert "Nothing is changed yet." in plain_texts(page)
    page = shown(field(page.text_area, "What it measures").input("How we live.").run())
    assert "Publish version 1.0.1" in labels(page)
    page = shown(page.button(key=key_of(page, "stage-add")).click().run())
    assert "Publish version 2.0.0" in labels(page)
    assert field(page.radio, "Version").options == ["2.0.0 · First number: levels mean something else"]


def test_what_is_added_to_any_kind_of_model_can_be_mended_on_the_page(open_page: OpenPage, living: Path) -> None:
    """A stage of levels with values needs a threshold, a practice its stage, a dimension its group.

    Without their fields the draft could not be published. A name with signs of Markdown is shown as it is, and what
    cannot be seen in a pasted text, such as a tab, is no fault.
    """
    model = (living / "model.yaml").read_text("utf-8")
    values = "".join(
        f'  - text: "{text}"\n    value: {value}\n' for text, value in (("No", 0), ("Half", 1), ("Yes", 2))
    )
    for number in (1, 2, 3):
        model = model.replace(f"  - level: {number}\n", f"  - level: {number - 1}\n    threshold: {number - 1}\n")
    groups = 'groups:\n  - id: "all"\n    name: "All *of* it"\n'
    (living / "model.yaml").write_text(f"{model}levels:\n{values}{groups}", "utf-8")
    for name in ("home", "garden"):
        file = living / f"{name}.yaml"
        file.write_text(file.read_text("utf-8").replace(f'id: "{name}"\n', f'id: "{name}"\ngroup: "all"\n'), "utf-8")
    page = open_page("questionnaires")
    page.button(key=key_of(page, "draft-begin")).click().run()
    page = shown(page.button(key=key_of(page, "stage-add")).click().run())
    assert "1 fault to mend" in plain_texts(page)
    assert field(page.text_input, "Name of All *of* it").value == "All *of* it"
    field(page.number_input, "Stage 3 is reached from").set_value(1.5)
    page = shown(page.run())
    assert "1.5 is not above 2" in plain_texts(page)
    field(page.number_input, "Stage 2 is reached from").set_value(1.25)
    page = shown(page.run())
    field(page.text_area, "What it measures").input("Living\twell\x0b")
    field(page.text_input, "Language of its texts, such as en, de or pt-BR").input("de")
    page = shown(page.run())
    assert "No faults" in plain_texts(page)
    draft = editing.read_draft("living").questionnaire
    assert draft is not None
    assert (draft.about, draft.language) == ("Living well", "de")
    page.text_input(key=key_of(page, "dimension-name")).input("Roof").run()
    page = shown(page.button(key=key_of(page, "dimension-add")).click().run())
    assert field(page.selectbox, "Group").value == "all"
    assert "No faults" in plain_texts(page)


def test_a_practice_belongs_to_a_stage_that_the_page_asks_for(open_page: OpenPage, living: Path) -> None:
    """When the stage that needed it is left out, it has none: a fault until the page is told which needs it."""
    editing.begin_draft("living")
    for stage in range(3):
        editing.change_field("living", "model.yaml", ("stages", stage, "level"), stage, stage + 1)
    editing.change_field("living", "model.yaml", ("caps", "practice"), None, 1)
    editing.change_field("living", "model.yaml", ("levels",), ["No", "Half", "Yes"], None)
    for file, question in (("home", "H1"), ("home", "H2"), ("garden", "G1")):
        editing.change_field("living", f"{file}.yaml", ("questions", question, "level"), 1 + (question == "H2"), None)
    page = open_page("questionnaires")
    page.selectbox(key="questionnaire").select("draft:living").run()
    page.button(key=key_of(page, "stage-leave-out-2-of-3")).click().run()
    page = shown(page.selectbox(key="edit-part").select("home.yaml").run())
    page.selectbox(key="edit-question").select("H2").run()
    assert "1 fault to mend" in plain_texts(page)
    page = shown(field(page.selectbox, "Stage that needs it").select(1).run())
    assert "No faults" in plain_texts(page)


def test_a_draft_that_cannot_be_read_is_put_away(open_page: OpenPage, living: Path) -> None:
    """Its fault is shown, the other questionnaires stay, and the page can remove it."""
    editing.begin_draft("living")
    for number in range(100):
        (living.parent / ".draft-living" / f"spare-{number}.yaml").write_text("id: x\n", "utf-8")
    page = open_page("questionnaires")
    page = shown(page.selectbox(key="questionnaire").select("draft:living").run())
    assert "it has more than 100 YAML files" in plain_texts(page)
    page = shown(page.button(key=key_of(page, "draft-discard-sure")).click().run())
    assert page.selectbox(key="questionnaire").options == ["Living well"]


def test_a_refused_text_of_a_draft_leaves_the_fields_in_place(open_page: OpenPage, living: Path) -> None:
    """What was typed is shown once, above them, while Tab has led to the next field."""
    page = open_page("questionnaires")
    page = shown(page.button(key=key_of(page, "draft-begin")).click().run())
    title = field(page.text_input, "Title")
    stored = title.value
    before = {key: place for key, place in places(page.main).items() if "fields-set" not in key}
    assert {"edited-part", "draft-ways"} <= before.keys()
    editing.change_field(living.name, MODEL_FILE, ("title",), "Theirs", stored)
    page = shown(title.set_value("Mine").run())
    assert [code.value for code in page.code] == ["Mine"]
    assert before.items() <= places(page.main).items()
    page = shown(page.run())
    assert [code.value for code in page.code] == []
    assert before.items() <= places(page.main).items()


def test_what_is_chosen_stays_when_its_label_changes(open_page: OpenPage, living: Path) -> None:
    """A browser sends the label that it shows: of the draft by its former title, of a dimension by its former name."""
    page = open_page("questionnaires")
    page = shown(page.button(key=key_of(page, "draft-begin")).click().run())
    page = sent_twice(page, lambda page: field(page.text_input, "Title").set_value("Living better"))
    assert field(page.text_input, "Title").value == "Living better"
    page = shown(page.selectbox(key="edit-part").select("home.yaml").run())
    page = shown(page.selectbox(key="edit-question").select("H2").run())
    page = sent_twice(page, lambda page: field(page.text_input, "Name of the dimension").set_value("House"))
    assert page.selectbox(key="edit-part").value == "home.yaml"
    page = sent_twice(page, lambda page: field(page.text_area, "Question as asked").set_value("Is it warm?"))
    assert page.selectbox(key="edit-question").value == "H2"


def test_a_question_keeps_its_capability_when_that_has_another_name(open_page: OpenPage, living: Path) -> None:
    page = open_page("questionnaires")
    page = shown(page.button(key=key_of(page, "draft-begin")).click().run())
    page = shown(page.selectbox(key="edit-part").select("home.yaml").run())
    name = next(field for field in page.text_input if field.label.startswith("Name of the capability"))
    sent_twice(page, lambda _: name.set_value("Another name"))
    [home] = [content for file, content in editing.content_of(living.name).items() if file == "home.yaml"]
    known = {capability["id"] for capability in home["capabilities"]}
    assert {question["capability"] for question in home["questions"]} <= known
