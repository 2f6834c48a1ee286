"""Query parameters are changed one by one: Streamlit refuses to clear them all while a widget is bound to one."""

import re

from tests.build import ROOT
from tests.rules.source import MODULES, PAGES

_CLEARS = re.compile(r"query_params\.(clear|from_dict)\(")


def test_no_address_is_cleared_as_a_whole() -> None:
    """`st.query_params.clear` is not used, so choices kept in the address, such as the strict reading, stay."""
    paths = [path for path in (*PAGES, *MODULES) if _CLEARS.search(path.read_text("utf-8"))]
    assert [path.relative_to(ROOT).as_posix() for path in paths] == []
    assert _CLEARS.search("st.query_params.clear()")
