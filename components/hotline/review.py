"""Before filing: everything once more, to read to the caller. After it: the receipt, in groups."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from components import links, plain
from components.hotline.draft import Draft, identity_text, plan_text
from components.hotline.form import recipient_name
from components.i18n import spoken, t
from db.receipts import grouped


def show(draft: Draft) -> None:
    """What will be filed."""
    with st.container(border=True, key="card-call-review"):
        with _pair(t("hotline-where")), st.container(key="call-where"):
            plain.show(draft.place)
        with _pair(t("hotline-issues")):
            st.write(spoken().say_list(t(f"issue-{code}") for code in draft.filed_as))
        with _pair(t("hotline-severity")):
            st.write(t(f"severity-{draft.graded}"))
        with _pair(t("hotline-story")):
            plain.words(draft.statement, key="call-review")
        with _pair(t("hotline-readers")):
            if draft.workplace is None:
                st.write(t("hotline-factory-later"))
            for recipient in draft.recipients():
                key = "hotline-review-yes" if draft.answer(recipient) else "hotline-review-no"
                plain.show(t(key, who=recipient_name(draft, recipient)))
        with _pair(t("hotline-contact")):
            st.write(t("hotline-review-sealed") if identity_text(draft) or plan_text(draft) else t("hotline-review-no-contact"))


@contextmanager
def _pair(label: str) -> Iterator[None]:
    """A label and what belongs to it, close together."""
    with st.container(gap="xxsmall"):
        st.caption(label)
        yield


def receipt(code: str, reference: str) -> None:
    """The code to read aloud, four groups of four. It is shown here and stored nowhere."""
    with st.container(border=True, key="due-call-receipt"):
        st.subheader(t("hotline-receipt-title"), anchor=False)
        st.write(t("hotline-receipt-lead"))
        with st.grid(4, min_column_width=120):
            for number, group in enumerate(grouped(code).split(" "), start=1):
                with st.container(border=True, key=f"card-call-group-{number}", gap="xxsmall"):
                    st.metric(t("hotline-receipt-group", number=number), group)
                    st.caption(" · ".join(group))
        st.caption(t("hotline-receipt-signs"))
        st.caption(t("hotline-receipt-once"))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.write(t("hotline-receipt-reference", reference=reference))
            links.link(links.CASE, t("hotline-receipt-open"), address="/case", query={"ref": reference})
