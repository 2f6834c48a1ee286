"""Parses untrusted JSON: refuses duplicate names, NaN and infinity, and a depth or size that exhausts memory."""

import json
from collections import Counter
from math import isfinite
from typing import Any, NoReturn

_MAX_CONTAINERS = 1_000_000
"""The most lists and objects in a text; each takes some hundred bytes when parsed."""
_MAX_VALUES = 5_000_000
_MAX_DIGITS = 18


def parse_strict(content: bytes) -> Any:
    """Return the value of a JSON text in UTF-8; raises ValueError with a description of the problem."""
    if content.count(b"{") + content.count(b"[") > _MAX_CONTAINERS or content.count(b",") > _MAX_VALUES:
        raise ValueError("it holds too many values")
    try:
        return json.loads(
            content.decode("utf-8"),
            object_pairs_hook=_without_duplicates,
            parse_constant=_refuse_constant,
            parse_float=_finite,
            parse_int=_whole,
        )
    except json.JSONDecodeError as error:
        raise ValueError(f"line {error.lineno}, column {error.colno} is not JSON") from None
    except UnicodeDecodeError:
        raise ValueError("it is not text in UTF-8") from None
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        [(repeated, _)] = Counter(name for name, _ in pairs).most_common(1)
        raise ValueError(f"“{repeated[:60]}” is given twice")
    return values


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _finite(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        raise ValueError(f"{text[:60]} is too large a number")
    return value


def _whole(text: str) -> int:
    if len(text) > _MAX_DIGITS:
        raise ValueError(f"{text[:60]} is too large a number")
    return int(text)
