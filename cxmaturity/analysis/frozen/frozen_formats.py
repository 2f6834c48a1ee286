"""Translates frozen results that older versions wrote to the newest format.

Format 1 has no format number and uses other names. Format 2 stores the levels of each person under the hash of their
private code. Format 3 stores the means that may be shown instead. Format 4 adds how many people answered a question
without a level, and how, where that may be shown; in older results these numbers are None.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from pydantic import TypeAdapter

from cxmaturity.analysis.disclosure import may_show_spread
from cxmaturity.analysis.trends.people_answers import PeopleMean, PeopleMeans, mean_of_levels
from cxmaturity.errors import CxMaturityError

NEWEST = 4
"""The format in which results are written today."""
_WITH_MEANS = 3  # the first format that keeps means instead of people's levels

_PEOPLE_MEANS: TypeAdapter[PeopleMeans] = TypeAdapter(PeopleMeans)


class UnknownFormat(CxMaturityError):
    """Raised for a frozen result whose format is newer than this version of the app."""

    def __init__(self, number: object) -> None:
        super().__init__(
            f"This result is stored in format {number}, which this version cannot read.",
            "Open it with the newer version that stored it.",
        )


def result_in_newest_format(stored: dict[str, Any]) -> dict[str, Any]:
    """Return the JSON object of a frozen result in the newest format; raises UnknownFormat."""
    number = _format_number(stored)
    if number == 1:
        stored = _renamed(stored, aims="targets")
        if stored.get("group"):
            stored["group"] = _group_from_format_1(stored["group"])
    if number < _WITH_MEANS and stored.get("group"):
        stored["group"] = _group_from_format_2(stored["group"], stored["result"].get("dimensions", {}))
    return stored


def round_in_newest_format(stored: dict[str, Any]) -> dict[str, Any]:
    """Return the JSON object of a workshop round's result in the newest format; raises UnknownFormat."""
    return _round_from_format_1(stored) if _format_number(stored) == 1 else stored


def _format_number(stored: dict[str, Any]) -> int:
    number = stored.get("format", 1)
    if number not in range(1, NEWEST + 1):
        raise UnknownFormat(number)
    return int(number)


# From format 2 to format 3: people's levels become means.


def _group_from_format_2(group: dict[str, Any], scores: Mapping[str, Any]) -> dict[str, Any]:
    """Return a group's result of format 2 in format 3: people's levels become the means that may be shown."""
    people: list[Mapping[str, float | None]] = [person["levels"] for person in group["participant_levels"]]
    means = _means_of_people(people, group, [name for name, score in scores.items() if score["level"] is not None])
    kept = {name: value for name, value in group.items() if name != "participant_levels"}
    return kept | {"means": _PEOPLE_MEANS.dump_python(means, mode="json")}


def _means_of_people(
    people: Sequence[Mapping[str, float | None]], group: dict[str, Any], dimension_ids: Sequence[str]
) -> PeopleMeans:
    """Return the means of people's levels, of each dimension that has a level and overall, where they may be shown.

    A frozen result does not say who rated which question. So in anonymous mode a mean is returned only where everybody
    who answered has a level and rated every question whose level is shown: then the mean and the counts differ by
    nobody.
    """
    levels = np.array([[person.get(name) for name in dimension_ids] for person in people], dtype=float)
    levels = levels.reshape(len(people), len(dimension_ids))
    disclosure = group["disclosure"]
    rated = {q["rated"] for q in disclosure["questions"].values() if q["answer"]["level"] is not None}

    def mean(levels_of_people: np.ndarray[Any, Any]) -> PeopleMean | None:
        counted = levels_of_people[~np.isnan(levels_of_people)]
        is_everyone = rated == {len(counted)} == {disclosure["answered"]}
        is_shown = may_show_spread(len(counted), group["privacy"]) and (group["privacy"] == "open" or is_everyone)
        return mean_of_levels(counted) if len(counted) and is_shown else None

    means = {name: shown for place, name in enumerate(dimension_ids) if (shown := mean(levels[:, place]))}
    return PeopleMeans(means, mean(levels.mean(axis=1)) if dimension_ids else None)


# From format 1 to format 2: other names.


def _renamed(stored: dict[str, Any], **names: str) -> dict[str, Any]:
    """Return an object with renamed fields: each keyword is a former name, its value the new one."""
    return {names.get(name, name): value for name, value in stored.items()}


def _group_from_format_1(stored: dict[str, Any]) -> dict[str, Any]:
    group = _renamed(stored, seen="disclosure", said="comments", own="participant_levels")
    disclosure = group["disclosure"]
    questions = {name: _question_from_format_1(shown) for name, shown in disclosure["questions"].items()}
    rounds = group.get("rounds", {})
    return group | {
        "disclosure": disclosure | {"questions": questions},
        "comments": {name: _named_from_format_1(comments) for name, comments in group["comments"].items()},
        "votes": {name: _named_from_format_1(votes) for name, votes in group["votes"].items()},
        "rounds": {name: [_round_from_format_1(result) for result in results] for name, results in rounds.items()},
    }


def _round_from_format_1(stored: dict[str, Any]) -> dict[str, Any]:
    return stored | {
        "shown": _question_from_format_1(stored["shown"]),
        "votes": _named_from_format_1(stored["votes"]),
    }


def _question_from_format_1(shown: dict[str, Any]) -> dict[str, Any]:
    return _renamed(shown, word="agreement")


def _named_from_format_1(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [_renamed(row, by="name") for row in rows]
