"""Taken back while others download: no copy is handed out after the taking back was acknowledged."""

from __future__ import annotations

import threading
import time
from uuid import uuid4

from db.errors import PortalError
from tests.sharing.conftest import Sharing


def test_no_copy_is_given_after_a_grant_was_taken_back(sharing: Sharing) -> None:
    world = sharing.world
    for _ in range(5):
        grant = sharing.open_to()
        gone, given = threading.Event(), []
        begun = threading.Barrier(4, timeout=60)

        def read(
            grant: object = grant, gone: threading.Event = gone, given: list[bool] = given, begun: threading.Barrier = begun
        ) -> None:
            gateway = world.database.gateway(world.people["sara"].credentials)
            begun.wait()
            for _ in range(12):
                late = gone.is_set()
                try:
                    gateway.call("open_copy", request_id=uuid4(), grant_id=grant)
                except PortalError as refused:
                    assert refused.key == "grant_over"  # noqa: PT017  (a thread's own wall)
                else:
                    given.append(late)

        readers = [threading.Thread(target=read) for _ in range(3)]
        for one in readers:
            one.start()
        begun.wait()
        time.sleep(0.01)
        world.write("weber", "revoke_grant", grant_id=grant)
        gone.set()
        for one in readers:
            one.join()
        assert not any(given), "a copy was given after the grant was gone"
        stored = world.rows("select count(*) from portal.report_download where grant_id = %s", grant)[0][0]
        assert stored == len(given), "each copy that was given is written down, and none else"
