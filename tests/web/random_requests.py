"""Random requests to participants' pages: methods, headers, and JSON with names that mean something there."""

from collections.abc import Sequence
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

FUZZ = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])

METHODS = st.sampled_from(["GET", "POST", "HEAD", "PUT", "OPTIONS", "get", "X"])
HEADERS = st.dictionaries(
    st.sampled_from(["Content-Type", "Accept", "Origin", "Cookie", "Host", "Accept-Encoding"]),
    st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF, exclude_characters="\x7f"), max_size=40)
    | st.sampled_from(
        ["application/json", "application/x-www-form-urlencoded", "cx-participant=AAAA", "null", "http://["]
    ),
    max_size=4,
)


def json_with(names: Sequence[str]) -> st.SearchStrategy[Any]:
    """Return a strategy for JSON in which objects often have one of these names."""
    return st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(["P1", 1]),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5) | st.sampled_from(names), inner)
        ),
        max_leaves=10,
    )
