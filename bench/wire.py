"""Many sessions answering at once, without browsers: websocket clients that speak Streamlit's own messages.

Each client keeps the widgets' values as the browser does and sends them all with every click. It answers again as
soon as the server has said that the run is over.
"""

import asyncio
import sqlite3
import time
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

from bench import given
from bench.servers import Server, ground
from bench.table import Row, ratio

CLIENTS = 30
SECONDS = 3.0  # of each server in a round; what is under way then is waited for and counted
QUESTION = "P1"
_PATIENCE = 60
_OVER = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


class Session:
    """One person's page: connected, shown once, ready to answer."""

    def __init__(self, socket: ClientConnection, assessment: str) -> None:
        self._socket = socket
        self._address = f"assessment={assessment}&at={QUESTION}"
        self._widgets: dict[str, WidgetState] = {}
        self._page = self._radio = self._fragment = ""
        self._options: list[str] = []
        self._level = 3

    @classmethod
    async def joined(cls, server: Server, assessment: str) -> "Session":
        """Return a session whose page has been drawn."""
        address = server.address.replace("http", "ws") + "/_stcore/stream"
        socket = await connect(address, subprotocols=["streamlit"], max_size=None, compression=None)  # type: ignore[list-item]  # a plain name will do
        session = cls(socket, assessment)
        await session._run(page="assess")
        if not session._radio:
            raise RuntimeError("the page shows no question")
        return session

    async def answer(self) -> None:
        """Choose another level and wait until its run is over."""
        self._level = 4 if self._level == 5 else 5
        self._widgets[self._radio] = WidgetState(id=self._radio, string_value=self._options[self._level - 1])
        await self._run(fragment=self._fragment)

    async def leave(self) -> None:
        """Close the page."""
        await self._socket.close()

    async def _run(self, page: str = "", fragment: str = "") -> None:
        asked = BackMsg()
        asked.rerun_script.query_string = self._address
        asked.rerun_script.page_name = page
        asked.rerun_script.page_script_hash = self._page
        asked.rerun_script.fragment_id = fragment
        asked.rerun_script.widget_states.widgets.extend(self._widgets.values())
        await self._socket.send(asked.SerializeToString())
        async with asyncio.timeout(_PATIENCE):
            while True:
                said = ForwardMsg()
                said.ParseFromString(await self._socket.recv(decode=False))
                kind = said.WhichOneof("type")
                if kind == "delta" and said.delta.WhichOneof("type") == "new_element":
                    self._see(said.delta.new_element, said.delta.fragment_id)
                elif kind == "new_session":
                    self._page = said.new_session.page_script_hash
                elif kind == "script_finished" and said.script_finished in _OVER:
                    return

    def _see(self, element: Any, fragment: str) -> None:
        """Take note of a widget's value, as the browser does."""
        kind = element.WhichOneof("type")
        if kind == "radio":
            self._radio, self._options, self._fragment = element.radio.id, list(element.radio.options), fragment
        elif kind in ("text_input", "text_area"):
            field = getattr(element, kind)
            if field.set_value or field.id not in self._widgets:
                value = field.value if field.set_value else field.default
                self._widgets[field.id] = WidgetState(id=field.id, string_value=value)
        elif kind == "button_group":
            group = element.button_group
            if group.id not in self._widgets or group.set_value:
                chosen = group.raw_values if group.set_value else [group.options[i].content for i in group.default]
                state = WidgetState(id=group.id)
                state.string_array_value.data.extend(chosen)
                self._widgets[group.id] = state


async def _rate(sessions: list[Session]) -> tuple[float, int]:
    """Let all answer for a while; return how many answers a second came back, and how many in all."""
    began = time.perf_counter()

    async def go_on(session: Session) -> int:
        count = 0
        while time.perf_counter() - began < SECONDS:
            await session.answer()
            count += 1
        return count

    total = sum(await asyncio.gather(*map(go_on, sessions)))
    return total / (time.perf_counter() - began), total


async def _side_by_side(servers: list[Server], assessments: list[list[str]], rounds: int) -> list[list[float]]:
    groups = [
        [await Session.joined(server, assessment) for assessment in group]
        for server, group in zip(servers, assessments, strict=True)
    ]
    for sessions in groups:
        await asyncio.gather(*(session.answer() for session in sessions))
    rates: list[list[float]] = [[] for _ in servers]
    counted = 0
    for _ in range(rounds):
        for sessions, found in zip(groups, rates, strict=True):
            rate, count = await _rate(sessions)
            found.append(rate)
            counted += count
    for session in (s for sessions in groups for s in sessions):
        await session.leave()
    return [*rates, [counted + sum(map(len, groups))]]


def _stored(url: str) -> int:
    """Return how many writes the database has counted."""
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        count: int = connection.execute("select sum(revision) from response").fetchone()[0]
    connection.close()
    return count


def many_sessions(rounds: int) -> list[Row]:
    """Measure the answers a second of many sessions, beside the same pages under stock Streamlit."""
    with ground() as on:
        urls, assessments = zip(*(given.database(on.folder, name, CLIENTS) for name in ("ours", "stock")), strict=True)
        servers = [on.ours(urls[0]), on.our_pages_on_stock(urls[1])]
        for server in servers:
            server.start()
        ours, stock, (counted,) = asyncio.run(_side_by_side(servers, list(assessments), rounds))
        if (stored := sum(map(_stored, urls))) != counted:
            raise RuntimeError(f"{counted:.0f} answers given, {stored} stored")
    what = f"answers a second from {CLIENTS} sessions, to the same pages under stock Streamlit"
    return [ratio(what, ours, stock, "a second", at_least=8, remark="each stored")]
