"""The JSON schema for editors and the key dictionary in the README match what the program reads."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from pydantic import BaseModel

from cxmaturity.questionnaire.loading import json_schema, load_questionnaire, questionnaire_from_canonical
from cxmaturity.questionnaire.references import Claim, ClaimsFile, CrosswalkFile, Framework, FrameworkPart, Source
from cxmaturity.questionnaire.schema import (
    Capability,
    Caps,
    DimensionFile,
    Group,
    Level,
    ModelFile,
    Question,
    Stage,
    Step,
    Variant,
    Wording,
)
from tests.build import LIVING, ROOT, SHIPPED, TINY, equal
from tests.own_scales import from_zero, reshaped, rungs

SCHEMA = json.loads((ROOT / "questionnaires" / "schema.json").read_text("utf-8"))
README = (ROOT / "questionnaires" / "README.md").read_text("utf-8")
SECTIONS: dict[str, type[BaseModel]] = {
    "The model": ModelFile,
    "A stage": Stage,
    "A level": Level,
    "The caps": Caps,
    "A group": Group,
    "A variant": Variant,
    "A dimension": DimensionFile,
    "A capability": Capability,
    "A question": Question,
    "A wording": Wording,
    "A step": Step,
    "The claims file": ClaimsFile,
    "A source": Source,
    "A claim": Claim,
    "The crosswalk file": CrosswalkFile,
    "A framework": Framework,
    "A part of a framework": FrameworkPart,
}


@pytest.mark.parametrize("tag", ["en", "de", "pt-BR", "sr-Latn-RS", "fil"])
def test_a_questionnaire_names_its_language(tag: str) -> None:
    """A BCP 47 tag; the default, English, leaves archived texts and their digests unchanged."""
    shipped = load_questionnaire(SHIPPED)
    named = type(shipped).model_validate(shipped.model_dump() | {"language": tag})
    assert named.language == tag
    assert (named.digest == shipped.digest) is (tag == "en")
    assert questionnaire_from_canonical(named.canonical) == named


def complaints(content: Any) -> list[str]:
    return [error.message for error in Draft202012Validator(SCHEMA).iter_errors(content)]


def test_the_schema_is_the_one_the_program_writes() -> None:
    """schema.json equals, to the letter, the schema of the current program."""
    written = (ROOT / "questionnaires" / "schema.json").read_text("utf-8")
    assert written == json.dumps(json_schema(), indent=2) + "\n"
    Draft202012Validator.check_schema(SCHEMA)


def test_the_readmes_command_prints_the_schema() -> None:
    """The command in the README, run unchanged, prints the schema."""
    (line,) = re.findall(r"^\.venv/bin/python (-c .*) > questionnaires/schema\.json$", README, re.MULTILINE)
    done = subprocess.run([sys.executable, *shlex.split(line)], cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == SCHEMA


@pytest.mark.parametrize(
    "file", sorted([*SHIPPED.glob("*.yaml"), *TINY.glob("*.yaml")]), ids=lambda f: f"{f.parent.name}/{f.name}"
)
def test_our_files_follow_the_schema(file: Path) -> None:
    """The shipped files and the small example are valid by the schema."""
    assert complaints(yaml.safe_load(file.read_text("utf-8"))) == []


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.yaml")), ids=lambda f: f.name)
def test_our_files_name_the_schema(file: Path) -> None:
    """The first line of each file refers to the schema, so editors use it."""
    first = file.read_text("utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../schema.json"


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("model.yaml", "title:", "titel:"),
        ("model.yaml", "practice: 1", "practice: -1"),
        ("model.yaml", '"1.0.0"', '"1.0"'),
        ("model.yaml", "level: 3", "level: 8"),
        ("home.yaml", "    why:", "    wy:"),
        ("home.yaml", "ease: 5", "ease: 6"),
        ("home.yaml", "weight: 2", "weight: 0"),
        ("home.yaml", '"The sink"', "no"),
        ("home.yaml", "pulse: true", 'pulse: "true"'),
        ("home.yaml", "think_of:", "thinkof:"),
        ("garden.yaml", 'id: "G1"', 'id: "G 1"'),
        ("garden.yaml", '    prompt: "Is it watered?"\n', ""),
        ("claims.yaml", 'source: "T1"', "source: 1"),
        ("crosswalk.yaml", "missing:", "lacking:"),
    ],
)
def test_a_wrong_field_does_not_follow_the_schema(file: str, old: str, new: str) -> None:
    """What the program refuses, the schema refuses too."""
    assert complaints(yaml.safe_load(LIVING[file])) == []
    assert old in LIVING[file]
    assert complaints(yaml.safe_load(LIVING[file].replace(old, new, 1))) != []


def rows(section: str) -> dict[str, bool]:
    """Return the fields of the table under a heading of the README, each with whether it is required."""
    (body,) = re.findall(rf"^### {re.escape(section)}\n(.*?)(?=^#|\Z)", README, re.MULTILINE | re.DOTALL)
    return {name: bool(star) for name, star in re.findall(r"^\| `(\w+)`( \*)? \|", body, re.MULTILINE)}


@pytest.mark.parametrize(("section", "model"), SECTIONS.items(), ids=SECTIONS)
def test_every_field_is_in_the_key_dictionary(section: str, model: type[BaseModel]) -> None:
    """The tables list exactly the fields of the schema, in the same order, with the same required marks."""
    assert rows(section) == {name: field.is_required() for name, field in model.model_fields.items()}
    assert list(rows(section)) == list(model.model_fields)


def test_every_part_of_the_schema_is_in_the_key_dictionary() -> None:
    """Each kind of entry has a section."""
    assert set(SCHEMA["$defs"]) == {model.__name__ for model in SECTIONS.values()}


def test_the_key_dictionary_has_no_other_section() -> None:
    """Each table of fields belongs to a kind of entry that the program reads."""
    assert re.findall(r"^### (.*)$", README, re.MULTILINE) == list(SECTIONS)


@pytest.mark.parametrize(
    ("version", "compares"), [("1.0.9", True), ("1.12.0", True), ("2.0.0", False), ("11.0.0", False)]
)
def test_results_compare_within_one_major_version(version: str, compares: bool) -> None:
    """The major version is compared as a number (10 is not 1); minor versions and patches do not matter."""
    shipped = load_questionnaire(SHIPPED)
    other = shipped.model_copy(update={"version": version})
    first = shipped.model_copy(update={"version": "1.0.0"})
    assert (other.comparison_key == first.comparison_key) is compares


def test_another_scale_never_compares() -> None:
    """Whoever shortens the scale by hand and forgets the version has no level 5 that stands for a level of 4."""
    first = from_zero(2)
    assert reshaped(first, version="1.0.1").comparison_key == first.comparison_key
    assert reshaped(first, stages=rungs(4, 1)).comparison_key != first.comparison_key


def test_another_questionnaire_never_compares() -> None:
    """The same version under another id is another questionnaire."""
    shipped = load_questionnaire(SHIPPED)
    assert shipped.model_copy(update={"id": "other"}).comparison_key != shipped.comparison_key


def test_dimensions_are_shown_under_other_names() -> None:
    """Each has its new name, unless two would have the same: a table would lose the levels of one of them."""
    first = equal(1, 1)
    assert [d.name for d in first.with_dimension_names({"A": "Staff", "B": "A"}).dimensions] == ["Staff", "A"]
    assert first.with_dimension_names({"A": "Staff", "B": "Staff"}) is first
