"""The files of a message at the desk: to look at, and who of the chosen readers would not get them."""

from __future__ import annotations

import streamlit as st

from components import plain
from components.i18n import spoken, t
from db.models import Attachment, KeptBack, Message, Moderation, Party, Side


def show(page: Moderation, message: Message, readers: tuple[Party, ...]) -> None:
    """Draw it before the button that releases. The database leaves out the same files for the same readers."""
    if not message.files:
        return
    with st.container(border=True, key="card-files", gap="xsmall"):
        st.subheader(t("moderation-files"), anchor=False)
        for file in message.files:
            with st.container(gap=None):
                link = f"[{plain.label(file.name)}](/portal/file/{file.id})"
                st.markdown(f":material/attach_file: {link}, {spoken().say_bytes(file.bytes)}")
                if readers:
                    st.caption(reach(file, readers, page.kept_back))
        if message.author is Side.WORKER:
            st.caption(t("moderation-files-rule"))
        st.caption(t("moderation-file-open"))


def reach(file: Attachment, readers: tuple[Party, ...], kept_back: tuple[KeptBack, ...]) -> str:
    """One sentence: whether all of these readers get the file, or which of them do not."""
    without = [one for one in readers if KeptBack(one.id, file.id) in kept_back]
    if not without:
        return t("moderation-file-all")
    names = (plain.label(one.name) if one.name else t(f"the-{one.side}") for one in without)
    nobody = len(without) == len(readers)
    words = t("moderation-file-none") if nobody else t("moderation-file-not", who=spoken().say_and(names))
    return f":orange[:material/block: {words}]"
