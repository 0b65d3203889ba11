"""The wire between portal and database, which can be cut: a socket that passes bytes on until it is told to drop everybody."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from pathlib import Path
from types import TracebackType
from typing import Self


class Wire:
    """Listens at `place` and passes on to `target`, both sockets of a PostgreSQL. `cut` ends every connection at once, whatever
    is on its way: a question that was heard and whose answer nobody gets, or a commit of which nobody learns."""

    def __init__(self, place: Path, target: Path) -> None:
        self._place, self._target = place, target
        self._loop = asyncio.new_event_loop()
        self._open: set[asyncio.StreamWriter] = set()
        self._thread = threading.Thread(target=self._run, name="wire", daemon=True)
        self._ready = threading.Event()

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def cut(self) -> int:
        """Drop every connection; how many there were."""
        return asyncio.run_coroutine_threadsafe(self._drop(), self._loop).result(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(asyncio.start_unix_server(self._pass_on, self._place))
        self._ready.set()
        self._loop.run_forever()

    async def _end(self) -> None:
        await self._drop()
        under_way = asyncio.all_tasks() - {asyncio.current_task()}
        for each in under_way:
            each.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)

    async def _drop(self) -> int:
        dropped = len(self._open) // 2
        for each in self._open:
            each.transport.abort()
        self._open.clear()
        return dropped

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, back = await asyncio.open_unix_connection(self._target)
        except OSError:
            writer.transport.abort()
            return
        self._open |= {writer, back}
        with contextlib.suppress(asyncio.CancelledError):  # at the end of the block
            await asyncio.gather(_flow(reader, back), _flow(there, writer))
        self._open -= {writer, back}


async def _flow(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while part := await source.read(65536):
            target.write(part)
            await target.drain()
    with contextlib.suppress(OSError):
        target.close()
