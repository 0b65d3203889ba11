"""A tab of a signed-in person: Streamlit's own WebSocket, the messages that a browser sends, and when the answer was complete."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.util import calc_hash
from websockets.asyncio.client import ClientConnection, connect

PATIENCE = 30.0
SMALL = 200  # bytes: the end of a run and the order to poll are shorter; what is drawn is mostly not looked into
# The words stand on the screen, but as a draft that was refused or waits for a second yes: that is no comment.
STAYED = re.compile(rb"(?:card-failed|held-ask)-[\w:-]+")
DONE = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


class WentWrong(Exception):
    """The answer was not the one that a person would have wanted to see."""


@dataclass(frozen=True)
class Seen:
    """One answer: how many messages and bytes it took, how many runs of the script, and whether it showed what was looked for."""

    messages: int
    size: int
    runs: int
    found: bool


class Tab:
    """One open tab. One thing at a time, as one person does."""

    def __init__(self, address: str, cookie: str) -> None:
        self._address, self._cookie = address, cookie
        self._socket: ClientConnection | None = None
        self._page, self._query = "", ""
        self.polls: tuple[str, float] | None = None  # the fragment to run again by itself, and after how many seconds
        self.field: tuple[str, str] | None = None  # where to write: the widget and its fragment

    async def open(self) -> None:
        self._socket = await connect(
            self._address.replace("http", "ws", 1) + "/_stcore/stream",
            additional_headers={"Cookie": self._cookie},
            origin=self._address,  # type: ignore[arg-type]
            subprotocols=["streamlit"],  # type: ignore[list-item]
            compression=None,
            max_size=None,
            max_queue=None,
            ping_interval=None,
            open_timeout=PATIENCE,
        )

    async def close(self) -> None:
        if self._socket is not None:
            await self._socket.close()

    async def visit(self, page: str, look_for: bytes, **query: str) -> Seen:
        """Open a page of the menu or a link to it. Raises WentWrong."""
        self._page, self._query = page, urlencode(query)
        self.polls = self.field = None
        return await self._run(self._message(), look_for)

    async def write(self, words: str) -> Seen:
        """Post a comment in the case that is open, and see it in the thread. Raises WentWrong."""
        if self.field is None:
            raise WentWrong("there is no field to write into")
        message = self._message(self.field[1])
        typed = WidgetState(id=self.field[0])
        typed.chat_input_value.data = words
        message.rerun_script.widget_states.widgets.append(typed)
        return await self._run(message, words.encode(), writing=True)

    async def poll(self) -> Seen:
        """What the browser does by itself every few seconds."""
        assert self.polls is not None
        message = self._message(self.polls[0])
        message.rerun_script.is_auto_rerun = True
        return await self._run(message, b"")

    def _message(self, fragment: str = "") -> BackMsg:
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string, asked.page_script_hash, asked.fragment_id = self._query, calc_hash(self._page), fragment
        asked.context_info.locale, asked.context_info.timezone = "en-GB", "Asia/Shanghai"
        asked.context_info.url = f"{self._address}/{self._page}"
        return message

    async def _run(self, message: BackMsg, look_for: bytes, *, writing: bool = False) -> Seen:
        assert self._socket is not None
        await self._socket.send(message.SerializeToString())
        end = time.monotonic() + PATIENCE
        messages = size = runs = 0
        found, stayed = not look_for, ""
        while True:
            raw = await asyncio.wait_for(self._socket.recv(decode=False), end - time.monotonic())
            messages, size = messages + 1, size + len(raw)
            found = found or look_for in raw
            if writing and (stays := STAYED.search(raw)):
                stayed = stays[0].decode()
            if len(raw) > SMALL and b"text-post:" not in raw:
                continue
            told = ForwardMsg.FromString(raw)
            kind = told.WhichOneof("type")
            if kind == "script_finished":
                runs += 1
                if told.script_finished in DONE:
                    break
            elif kind == "auto_rerun":
                self.polls = (told.auto_rerun.fragment_id, told.auto_rerun.interval)
            elif kind == "delta" and told.delta.new_element.WhichOneof("type") == "chat_input":
                self.field = (told.delta.new_element.chat_input.id, told.delta.fragment_id)
        if stayed:
            raise WentWrong(f"not sent: {stayed}")
        if not found:
            raise WentWrong(f"{self._page}: {messages} messages without what was looked for")
        return Seen(messages, size, runs, found)
