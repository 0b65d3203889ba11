"""A browser tab without a browser: Streamlit's own session and script runner, and the CPU that a rerun takes."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime import Runtime, RuntimeConfig
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.caching.storage.dummy_cache_storage import MemoryCacheStorageManager
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.runtime_util import serialize_forward_msg
from streamlit.runtime.script_data import ScriptData
from streamlit.runtime.scriptrunner import ScriptRunnerEvent
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.util import calc_hash


def open_runtime(script: Path) -> None:
    """The process-wide runtime that sessions lean on; it serves nothing."""
    Runtime(
        RuntimeConfig(
            script_path=str(script),
            media_file_storage=MemoryMediaFileStorage("/media"),
            uploaded_file_manager=MemoryUploadedFileManager("/upload"),
            cache_storage_manager=MemoryCacheStorageManager(),
        )
    )


@dataclass(frozen=True)
class Run:
    """One rerun: its CPU in seconds, on all threads of this process, and what it sent by kind."""

    cpu: float
    sent: Counter[str]
    bytes: int
    fragments: Counter[str] = field(default_factory=Counter)  # elements by the fragment they were drawn in; the page itself is ""
    write_into: tuple[str, str] | None = None  # where a comment is typed: the widget and its fragment


class Tab:
    """One session on one script."""

    def __init__(self, script: Path, cache: ScriptCache, told: dict[str, str], address: str, **query: str) -> None:
        self._finished = asyncio.Event()
        self._message = BackMsg()
        self._message.rerun_script.query_string = urlencode(query)
        self._message.rerun_script.page_script_hash = calc_hash(address)
        self._message.rerun_script.context_info.locale = "en-GB"
        self._message.rerun_script.context_info.url = f"http://portal.example/{address}"
        self._session = AppSession(ScriptData(str(script)), MemoryUploadedFileManager("/upload"), cache, lambda: None, dict(told))
        self._watch()

    def _watch(self) -> None:
        inner = self._session._handle_scriptrunner_event_on_event_loop  # noqa: SLF001  (no public sign of the end)

        def watched(sender: Any, event: ScriptRunnerEvent, *rest: Any, **more: Any) -> None:
            inner(sender, event, *rest, **more)
            if event is ScriptRunnerEvent.SHUTDOWN:
                self._finished.set()

        self._session._handle_scriptrunner_event_on_event_loop = watched  # type: ignore[method-assign]  # noqa: SLF001

    async def rerun(self) -> Run:
        """Run the script once more, serialise what it sends, and say what that took."""
        return await self._run(self._message)

    async def write(self, into: tuple[str, str], words: str) -> Run:
        """Type a comment and send it."""
        message = BackMsg()
        message.CopyFrom(self._message)
        message.rerun_script.fragment_id = into[1]
        typed = WidgetState(id=into[0])
        typed.chat_input_value.data = words
        message.rerun_script.widget_states.widgets.append(typed)
        return await self._run(message)

    async def _run(self, message: BackMsg) -> Run:
        self._finished.clear()
        begun = time.process_time()
        self._session.handle_backmsg(message)
        await self._finished.wait()
        messages = self._session.flush_browser_queue()
        size = sum(len(serialize_forward_msg(each)) for each in messages)
        cpu = time.process_time() - begun
        drawn = [each.delta for each in messages if each.WhichOneof("type") == "delta"]
        fields = [one for one in drawn if one.new_element.WhichOneof("type") == "chat_input"]
        into = (fields[-1].new_element.chat_input.id, fields[-1].fragment_id) if fields else None
        return Run(cpu, Counter(_kind(each) for each in messages), size, Counter(one.fragment_id for one in drawn), into)

    def close(self) -> None:
        with contextlib.suppress(Exception):
            self._session.shutdown()


def _kind(message: Any) -> str:
    kind = str(message.WhichOneof("type"))
    if kind != "delta":
        return kind
    inner = str(message.delta.WhichOneof("type"))
    return f"delta.{getattr(message.delta, inner).WhichOneof('type')}" if inner != "fragment_id" else inner
