"""Publish the figures of every ended quarter that is not yet published: after an import, or at the start.

What was published stays as it is. Import first: cases that come later enter a corrected version, and only if every number that
changes does so by 5 or more (--corrections). From then on time publishes each quarter 15 days after its end.
"""

from __future__ import annotations

from typing import Annotated

import typer

from db.commands.heads import owner_connection


def run(
    corrections: Annotated[bool, typer.Option("--corrections", help="Also new versions of quarters that changed.")] = False,
    url: Annotated[str | None, typer.Option(help="The owner's connection to a PostgreSQL of one's own.")] = None,
) -> None:
    with owner_connection(url) as connection:
        made = connection.execute("select private.publish(corrections => %s)", [corrections]).fetchone()
    typer.echo(f"{made[0] if made else 0} publications written.")
