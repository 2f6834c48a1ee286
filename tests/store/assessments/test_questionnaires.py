"""The folder of questionnaires: every fault is reported with its place, and all other questionnaires work."""

import os
from pathlib import Path
from shutil import copytree
from time import process_time

import pytest

from cxmaturity.errors import Issue, ValidationErrors
from cxmaturity.questionnaire import yaml_files
from cxmaturity.services.questionnaires import list_questionnaires
from tests.build import LIVING, ROOT, edited, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the shipped questionnaire and another one to break."""
    copytree(ROOT / "questionnaires" / "cx", tmp_path / "cx")
    write(tmp_path, LIVING)
    return tmp_path


def listing(folder: Path) -> tuple[list[str], list[ValidationErrors]]:
    sound, faulty = list_questionnaires(folder)
    return [questionnaire.id for questionnaire in sound], faulty


def only_issue(folder: Path) -> Issue:
    """Return the only fault in the folder; fails if the shipped questionnaire is not listed."""
    sound, faulty = listing(folder)
    assert sound == ["cx"]
    [errors] = faulty
    [issue] = errors.issues
    assert issue.fix
    return issue


@pytest.mark.parametrize("name", [".#garden.yaml", "garden.yaml", "model.yaml", "claims.yaml", "home.yml"])
def test_a_link_that_leads_nowhere_is_a_fault_of_its_file(folder: Path, name: str) -> None:
    """Editors make such links beside open files; for every file of a questionnaire."""
    file = folder / "living" / name
    file.unlink(missing_ok=True)
    file.symlink_to("nobody@nowhere.4711")
    sound, faulty = listing(folder)
    assert sound == ["cx"]
    named = [issue for errors in faulty for issue in errors.issues if issue.file == f"living/{name}"]
    assert "it is a link that leads nowhere" in [issue.problem for issue in named]


def test_a_folder_without_a_questionnaire_is_a_fault(tmp_path: Path) -> None:
    """Else every page would be empty and say nothing; also where the folder of one questionnaire is named."""
    [empty] = listing(tmp_path)[1]
    [one] = listing(write(tmp_path, LIVING))[1]
    assert [(fault.issues[0].problem, fault.issues[0].file) for fault in (empty, one)] == [
        ("there is no questionnaire in it", str(tmp_path)),
        ("it is the folder of one questionnaire", str(tmp_path / "living")),
    ]


def test_links_in_a_circle_and_editors_notes_of_other_files(folder: Path) -> None:
    """A circle of links is a fault; a broken link that is not named like YAML is ignored."""
    (folder / "living" / ".#README.md").symlink_to("nowhere")
    (folder / ".#README.md").symlink_to("nowhere")
    assert listing(folder) == (["cx", "living"], [])
    (folder / "living" / "model.yaml").unlink()
    (folder / "living" / "model.yaml").symlink_to("model.yaml")
    assert only_issue(folder).problem.startswith("it cannot be opened: Too many levels of symbolic links")


def test_a_folder_that_is_a_link_to_nowhere_is_named(folder: Path) -> None:
    """The questionnaire may be on a disk that is not mounted."""
    (folder / "ours").symlink_to(folder / "missing")
    sound, [errors] = listing(folder)
    assert sound == ["cx", "living"]
    assert [(issue.file, issue.problem) for issue in errors.issues] == [
        (str(folder / "ours"), "there is no such folder")
    ]


def refuse(monkeypatch: pytest.MonkeyPatch, function: str, refused: Path) -> None:
    """Let a system function fail for `refused` and its content, as for a user without permission."""
    original = getattr(os, function)

    def fail(path: str | Path, *arguments: object, **options: object) -> object:
        if str(path).startswith(str(refused)):
            raise PermissionError(13, "Permission denied", str(path))
        return original(path, *arguments, **options)

    monkeypatch.setattr(os, function, fail)


def test_a_folder_that_may_be_listed_but_not_entered(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of its files is named, with what to check."""
    refuse(monkeypatch, "stat", folder / "living")
    for file in (folder / "living").iterdir():
        file.unlink()  # for root, who may read everything, nothing can be opened
        file.symlink_to(file.name)
    sound, [errors] = listing(folder)
    assert sound == ["cx"]
    assert {issue.file for issue in errors.issues} == {f"living/{name}" for name in LIVING}


def test_a_folder_that_may_not_be_listed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named; if it is the folder of all questionnaires, the page says so."""
    refuse(monkeypatch, "listdir", folder / "living")
    issue = only_issue(folder)
    assert (issue.file, issue.problem) == (str(folder / "living"), "it cannot be opened: Permission denied")
    sound, [errors] = listing(folder / "nowhere")
    assert (sound, errors.issues[0].problem) == ([], "it cannot be opened: No such file or directory")


@pytest.mark.parametrize("vanishing", ["garden.yaml", "model.yaml"])
def test_a_file_that_vanishes_between_listing_and_reading(
    folder: Path, vanishing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor that replaces a file removes it for a moment."""
    read = yaml_files._read_text

    def read_late(path: Path) -> str:
        if path.name == vanishing and path.parent.name == "living":
            path.unlink()
        return read(path)

    monkeypatch.setattr(yaml_files, "_read_text", read_late)
    issue = only_issue(folder)
    assert (issue.file, issue.problem) == (f"living/{vanishing}", "it was removed while it was read")


def test_a_folder_of_yaml_without_a_model_is_named(folder: Path) -> None:
    """It is reported as a fault; a folder without YAML files is ignored."""
    (folder / "living" / "model.yaml").rename(folder / "living" / "modell.txt")
    assert only_issue(folder).problem == "it has no model.yaml"
    (folder / "pictures").mkdir()
    (folder / "pictures" / "a.png").write_bytes(b"\x89PNG")
    assert len(listing(folder)[1]) == 1


def test_of_two_with_one_id_or_title_the_copy_is_refused(folder: Path) -> None:
    """Otherwise choosing the second in the list would open the first."""
    copytree(folder / "cx", folder / "cx copy")
    sound, [errors] = listing(folder)
    assert sound == ["cx", "living"]
    assert [(issue.file, issue.place) for issue in errors.issues] == [
        ("cx copy/model.yaml", "id"),
        ("cx copy/model.yaml", "title"),
    ]
    assert "is that of the questionnaire in cx, too" in errors.issues[0].problem
    model = folder / "cx copy" / "model.yaml"
    model.write_text(model.read_text("utf-8").replace('id: "cx"', 'id: "cx2"'), "utf-8")
    sound, [errors] = listing(folder)
    assert [issue.place for issue in errors.issues] == ["title"]


def test_a_file_larger_than_any_questionnaire_is_not_read(folder: Path) -> None:
    """50 MB of YAML are refused at once for their size."""
    with (folder / "living" / "garden.yaml").open("w", encoding="utf-8") as file:
        file.write("a: 1\n" * 10_000_000)
    start = process_time()
    issue = only_issue(folder)
    assert issue.problem == "it is larger than 2 MB, far more than a questionnaire needs"
    assert process_time() - start < 1
    (folder / "living" / "garden.yaml").write_text("".join(f"a{n}: 1\n" for n in range(60_000)), "utf-8")
    assert only_issue(folder).problem == "it is not YAML: the file holds more than 100,000 values"


def test_a_pipe_is_no_file(folder: Path) -> None:
    """A named pipe is refused, because reading it would never end."""
    os.mkfifo(folder / "living" / "more.yaml")
    assert listing(folder) == (["cx", "living"], [])


@pytest.mark.parametrize("weight", ["1.0e+308", "1001", "1.0e-9", "5.0e-324"])
def test_a_weight_that_would_overflow_is_refused(tmp_path: Path, weight: str) -> None:
    """The sum of two weights of 1e308 is infinite; the allowed range is far below."""
    folder = write(
        tmp_path, edited(("garden.yaml", '    claims: ["c3"]\n', f'    claims: ["c3"]\n    weight: {weight}\n'))
    )
    sound, [errors] = listing(folder.parent)
    assert sound == []
    assert [i.problem for i in errors.issues] == [f"it must be from 0.001 to 1,000, it is {float(weight):g}"]


def test_thousands_of_faults_are_found_in_a_moment(tmp_path: Path) -> None:
    """Unknown fields in every question are each reported with the most similar known field, in little time."""
    text = LIVING["garden.yaml"]
    start, question = text.split("questions:\n")
    many = [question.replace('"G1"', f'"G{n}"').replace("prompt:", "promt:") for n in range(1500)]
    folder = write(tmp_path, LIVING | {"garden.yaml": f"{start}questions:\n{''.join(many)}"})
    begun = process_time()
    _, [errors] = listing(folder.parent)
    assert len(errors.issues) >= 3000
    assert "Did you mean 'prompt'?" in {issue.fix + "?" * (not issue.fix.endswith("?")) for issue in errors.issues}
    assert process_time() - begun < 10
