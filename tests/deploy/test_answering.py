"""Small answers leave at once: asked of the socket, since a clock on a busy machine would say little."""

from __future__ import annotations

import importlib
import socket

import pytest
from streamlit import config


def test_small_answers_on_one_connection_do_not_wait_for_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    # The application sets options of Streamlit, which other tests of this process are none the wiser about.
    monkeypatch.setattr(config, "set_option", lambda *_told: None)
    portal = importlib.import_module("app")
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = listening.getsockname()[1]
        monkeypatch.setattr(config, "get_option", {"server.port": port}.__getitem__)
        before = _waits(listening, port)
        portal.answer_at_once()
        assert (before, _waits(listening, port)) == (True, False)


def _waits(listening: socket.socket, port: int) -> bool:
    with socket.create_connection(("127.0.0.1", port)), listening.accept()[0] as one:
        return not one.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
