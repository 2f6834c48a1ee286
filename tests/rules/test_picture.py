"""The picture of the layers in CONTRIBUTING.md equals the import rules."""

import re
import tomllib

from tests.build import ROOT

ENTRY_POINTS = {"pages", "app.py"}  # outside the package, so in no layer of its contract


def drawn_layers() -> list[set[str]]:
    """Return the boxes of the picture from top to bottom, along its arrows, each as a set of names."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    picture = text.split("```mermaid")[1].split("```")[0]
    names = {box: set(label.split(", ")) for box, label in re.findall(r'(\w+)\["([^"]+)"\]', picture)}
    arrows = dict(re.findall(r"^\s*(\w+)\[.*\]\s*-->\s*(\w+)\s*$", picture, re.MULTILINE))
    [top] = set(arrows) - set(arrows.values())
    boxes = [top]
    while boxes[-1] in arrows:
        boxes.append(arrows[boxes[-1]])
    assert len(boxes) == len(names), "every box stands on the one way down"
    return [names[box] for box in boxes]


def checked_layers() -> list[set[str]]:
    """Return the layers of the import contract from top to bottom."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    [contract] = [c for c in settings["tool"]["importlinter"]["contracts"] if c["type"] == "layers"]
    return [set(re.split(r" [:|] ", layer)) for layer in contract["layers"]]


def test_the_picture_is_what_is_checked() -> None:
    """The same layers from top to bottom, with pages and app.py above them."""
    drawn = drawn_layers()
    assert drawn[0] - ENTRY_POINTS == {"__main__"}
    assert [drawn[0] - ENTRY_POINTS, *drawn[1:]] == checked_layers()


def test_every_layer_is_explained() -> None:
    """Each name in the picture has a row in the table below it."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"`([\w.]+?)(?:\.py|/)?`", text.split("| layer |")[1].split("\n\n")[0]))
    named = {name.removesuffix(".py") for layer in drawn_layers() for name in layer}
    assert {name for name in named if name not in explained and name != "__main__"} == set()
