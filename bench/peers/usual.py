"""The usual page: tables into pandas on each rerun, filtered in Python, over PostgREST as supabase-py asks it.

Written as the tutorials do, and to its favour where they differ: all rows come in one request (a hosted Supabase answers 1,000
at a time), and nobody's rights are looked at. `bench/peers/page.py` draws with these functions.
"""

from __future__ import annotations

import httpx
import pandas as pd


def table(client: httpx.Client, name: str) -> pd.DataFrame:
    """`supabase.table(name).select("*").execute()`, as a frame."""
    answer = client.get(f"/{name}", params={"select": "*"}, headers={"Accept-Profile": "public"})
    answer.raise_for_status()
    return pd.DataFrame(answer.json())


def inbox(client: httpx.Client, status: str) -> pd.DataFrame:
    """The 25 cases of that status in which something happened last."""
    cases = table(client, "cases")
    cases["last_activity"] = pd.to_datetime(cases["last_activity"], format="ISO8601")
    return cases[cases["status"] == status].sort_values("last_activity", ascending=False).head(25)


def case(client: httpx.Client, reference: str) -> tuple[pd.Series, pd.DataFrame]:
    """The case and its messages, oldest first."""
    cases, messages = table(client, "cases"), table(client, "messages")
    return (
        cases[cases["reference"] == reference].iloc[0],
        messages[messages["case_reference"] == reference].sort_values("created_at"),
    )


def figures(client: httpx.Client) -> tuple[pd.DataFrame, pd.Series]:
    """Cases by month and severity, and days until the factory's first answer by month."""
    cases = table(client, "cases")
    received = pd.to_datetime(cases["received_at"], format="ISO8601")
    month = received.dt.strftime("%Y-%m")
    days = (pd.to_datetime(cases["first_answer_at"], format="ISO8601") - received).dt.days
    return cases.groupby([month, "severity"]).size().unstack(fill_value=0), days.groupby(month).median()


def post(client: httpx.Client, reference: str, body: str) -> tuple[pd.Series, pd.DataFrame]:
    """Write, and run the page again."""
    client.post(
        "/messages",
        json={"case_reference": reference, "author": "handshake", "body": body},
        headers={"Content-Profile": "public"},
    ).raise_for_status()
    return case(client, reference)
