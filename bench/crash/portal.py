"""A portal process that can be killed: the real gateway, pool and file store, asked over a socket by writers outside of it.

`python -m bench.crash.portal SOCKET CONNINFO FILES`. What a page does when somebody presses "Send": judge and keep the file,
then post with the request id that the sender keeps until it is acknowledged.
"""

from __future__ import annotations

import sys
import threading
from dataclasses import dataclass
from multiprocessing.connection import Connection, Listener
from pathlib import Path
from uuid import UUID

from db.errors import PortalError, Unavailable
from db.files import attach
from db.files_folder import FolderFiles
from db.gateway import Credentials
from db.postgres_gateway import Pool, PostgresGateway, open_pool


@dataclass(frozen=True)
class Post:
    """What a sender hands in: as whom, where, which words and perhaps a file."""

    who: Credentials
    request_id: UUID
    reference: str | None
    words: str
    audience: tuple[UUID, ...]
    file: bytes | None


def done(pool: Pool, store: FolderFiles, post: Post) -> str:
    """`stored`, `unknown` when it may be stored or not, or the key of a refusal."""
    gateway = PostgresGateway(pool, post.who)
    try:
        files = []
        if post.file is not None:
            files = [attach(gateway, store, post.who, post.request_id, post.reference, "pay.txt", post.file)]
        # As db.messages.post_message does; the answer, a whole page, is not shaped here.
        gateway.call("post_message", request_id=post.request_id, reference=post.reference, body=post.words,
            audience=list(post.audience), kind="message", files=files)  # fmt: skip
    except Unavailable as error:
        return "unknown" if error.maybe_done else "unavailable"
    except PortalError as error:
        return error.key
    return "stored"


def serve(socket: str, conninfo: str, files: Path) -> None:
    """Answer senders until the process is killed."""
    store = FolderFiles(files)
    with open_pool(conninfo) as pool, Listener(socket, "AF_UNIX", backlog=64) as door:
        while True:
            threading.Thread(target=_answer, args=(door.accept(), pool, store), daemon=True).start()


def _answer(sender: Connection[str, Post], pool: Pool, store: FolderFiles) -> None:
    try:
        while True:
            sender.send(done(pool, store, sender.recv()))
    except (EOFError, OSError):
        sender.close()


if __name__ == "__main__":
    serve(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
