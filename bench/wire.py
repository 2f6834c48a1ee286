"""Many people answering at once without browsers, each again as soon as the last answer is confirmed.

Our answers are posted as the answer form does; those of the plain app go over a websocket in Streamlit's protocol.
"""

import asyncio
import sqlite3
import time
from collections.abc import Sequence

from httpx2 import AsyncClient
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from bench import fixtures
from bench.servers import Server, temporary_servers
from bench.table import Row, ratio

CLIENTS = 30
SECONDS = 3.0  # per server and round; answers under way at the end count
QUESTION = "P1"
_PATIENCE = 60


class OurForm:
    """One person's answer form: an open connection, and the last revision."""

    def __init__(self, server: Server, assessment: str) -> None:
        self._client = AsyncClient(timeout=_PATIENCE, headers={"Origin": server.address}, trust_env=False)
        self._address = f"{server.address}/answers/{assessment}/{QUESTION}"
        self._level, self._revision = 3, 0

    async def answer(self) -> None:
        """Choose another level and wait until it is stored."""
        self._level = 4 if self._level == 5 else 5
        content = {"answer": {"level": self._level}, "base_revision": self._revision}
        reply = (await self._client.post(self._address, json=content)).raise_for_status().json()
        if not reply["is_accepted"]:
            raise RuntimeError("somebody else answers here")
        self._revision = reply["revision"]

    async def leave(self) -> None:
        """Close the connection."""
        await self._client.aclose()


class PlainPage:
    """One person's page of the plain app: connected, shown once, ready to answer."""

    def __init__(self, socket: ClientConnection, assessment: str) -> None:
        self._socket = socket
        self._address = f"assessment={assessment}"
        self._page = self._radio = ""
        self._options: list[str] = []
        self._level = 3

    @classmethod
    async def joined(cls, server: Server, assessment: str) -> "PlainPage":
        """Return a session whose page has been drawn."""
        address = server.address.replace("http", "ws") + "/_stcore/stream"
        # Without pings: a plain page with many people may be busy for longer than they wait.
        protocols = [Subprotocol("streamlit")]
        socket = await connect(address, subprotocols=protocols, max_size=None, compression=None, ping_interval=None)
        session = cls(socket, assessment)
        await session._run([])
        if not session._radio:
            raise RuntimeError("the page shows no question")
        return session

    async def answer(self) -> None:
        """Choose another level and wait until the rerun has ended."""
        self._level = 4 if self._level == 5 else 5
        await self._run([WidgetState(id=self._radio, string_value=self._options[self._level - 1])])

    async def leave(self) -> None:
        """Close the page."""
        await self._socket.close()

    async def _run(self, widgets: list[WidgetState]) -> None:
        asked = BackMsg()
        asked.rerun_script.query_string = self._address
        asked.rerun_script.page_script_hash = self._page
        asked.rerun_script.widget_states.widgets.extend(widgets)
        await self._socket.send(asked.SerializeToString())
        async with asyncio.timeout(_PATIENCE):
            while True:
                message = ForwardMsg()
                message.ParseFromString(await self._socket.recv(decode=False))
                kind = message.WhichOneof("type")
                if kind == "delta" and message.delta.new_element.WhichOneof("type") == "radio":
                    radio = message.delta.new_element.radio
                    self._radio, self._options = radio.id, list(radio.options)
                elif kind == "new_session":
                    self._page = message.new_session.page_script_hash
                elif kind == "script_finished" and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                    return


async def _rate(sessions: Sequence[OurForm | PlainPage]) -> tuple[float, int]:
    """Let all answer for a while; return the answers per second, and their number."""
    began = time.perf_counter()

    async def go_on(session: OurForm | PlainPage) -> int:
        count = 0
        while time.perf_counter() - began < SECONDS:
            await session.answer()
            count += 1
        return count

    total = sum(await asyncio.gather(*map(go_on, sessions)))
    return total / (time.perf_counter() - began), total


async def _side_by_side(ours: Server, plain: Server, assessments: list[list[str]], rounds: int) -> list[list[float]]:
    groups: list[list[OurForm] | list[PlainPage]] = [
        [OurForm(ours, assessment) for assessment in assessments[0]],
        [await PlainPage.joined(plain, assessment) for assessment in assessments[1]],
    ]
    for sessions in groups:
        await asyncio.gather(*(session.answer() for session in sessions))
    rates: list[list[float]] = [[] for _ in groups]
    counted = 0
    for _ in range(rounds):
        for sessions, measurements in zip(groups, rates, strict=True):
            rate, count = await _rate(sessions)
            measurements.append(rate)
            counted += count
    for session in (s for sessions in groups for s in sessions):
        await session.leave()
    return [*rates, [counted + sum(map(len, groups))]]


def _stored(url: str) -> int:
    """Return the number of writes counted in the database."""
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        count: int = connection.execute("select sum(revision) from response").fetchone()[0]
    connection.close()
    return count


def many_sessions(rounds: int) -> list[Row]:
    """Measure the answers per second of many people, compared with the same question in plain Streamlit."""
    with temporary_servers() as servers:
        urls, assessments = zip(
            *(fixtures.database(servers.folder, name, CLIENTS) for name in ("ours", "stock")), strict=True
        )
        ours = servers.ours(urls[0])
        stock = servers.stock("question", uses_ours=True, CXMATURITY_DATABASE_URL=urls[1])
        for server in (ours, stock):
            server.start()
        our_rates, stock_rates, (counted,) = asyncio.run(_side_by_side(ours, stock, list(assessments), rounds))
        if (stored := sum(map(_stored, urls))) != counted:
            raise RuntimeError(f"{counted:.0f} answers given, {stored} stored")
    what = f"answers a second from {CLIENTS} people, to the same question on a plain page of stock Streamlit"
    return [ratio(what, our_rates, stock_rates, "a second", at_least=8, remark="each stored")]
