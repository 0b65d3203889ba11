"""A workplace's time to its first answer beside that of all workplaces, which is told as a band."""

from __future__ import annotations

import streamlit as st

from components.figures.findings import FEW
from components.figures.quarters import band, number, quarter
from components.i18n import Words, t
from db.models.figures import Peers, Spread


def show(words: Words, own: Spread, peers: Peers) -> None:
    """One card: the finding, both medians with what they are of, and what this counts."""
    title, lines = told(words, own, peers)
    with st.container(border=True, key="card-figures-peers"):
        st.subheader(title, anchor=False)
        for line in lines:
            st.write(line)
        with st.popover(t("figures-define"), type="tertiary", icon=":material/info:", key="means-peers"):
            st.write(t("published-peers-means"))


def told(words: Words, own: Spread, peers: Peers) -> tuple[str, tuple[str, str]]:
    """The title, a finding where both medians are known and of 20 answers or more, and a line for each side."""
    middle, all_n = peers.table.median, peers.table.n
    mine = words.t("published-peers-own-none")
    if own.median is not None:
        mine = words.t("published-peers-own", days=own.median, n=words.say_number(own.n or 0))
    theirs = words.t(
        "published-peers-all", quarter=quarter(words, peers.quarter), days=band(words, middle), n=number(words, all_n)
    )
    if peers.table.p90 is not None:
        theirs = words.say_clauses((theirs, words.t("published-slow", days=band(words, peers.table.p90))))
    if own.median is None or middle is None or min(own.n or 0, all_n or 0) < FEW:
        return words.t("published-peers-title"), (mine, theirs)
    if own.median < middle.start:
        return words.t("published-peers-sooner"), (mine, theirs)
    slower = middle.end is not None and own.median > middle.end
    return words.t("published-peers-later" if slower else "published-peers-alike"), (mine, theirs)
