"""An address is changed name by name: Streamlit refuses to clear one in which a widget keeps its value."""

import re

from tests.rules.test_imports import MODULES, PAGES, ROOT

_CLEARS = re.compile(r"query_params\.(clear|from_dict)\(")


def test_no_address_is_cleared_as_a_whole() -> None:
    """What people chose and an address keeps, such as the strict reading, is not thrown away, and nothing breaks."""
    paths = [path for path in (*PAGES, *MODULES) if _CLEARS.search(path.read_text("utf-8"))]
    assert [path.relative_to(ROOT).as_posix() for path in paths] == []
    assert _CLEARS.search("st.query_params.clear()")
