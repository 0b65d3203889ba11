"""A worker's files on her page: choosing them beside the answer box, and opening them again in her thread."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import streamlit as st

from components import plain
from components.case.composer import FILES, MEGABYTES, Upload
from components.i18n import Words, t
from components.mine.line import SaidFile

MOST = 5


def choose(scope: str) -> tuple[Upload, ...]:
    """The files she adds to what she writes; they stay chosen until it is sent."""
    # The browser draws this control's own words in English only; ours stand in their place.
    words = {"choose": t("mine-add-choose"), "refused": t("mine-add-too-large", megabytes=MEGABYTES)}
    style = "".join(f"--portal-{name}:{json.dumps(text, ensure_ascii=False)};" for name, text in words.items())
    st.html(f"<style>:root{{{style}}}</style>")
    with st.container(key="add-files", gap="xsmall"):
        chosen = st.file_uploader(
            t("mine-add"),
            type=FILES,
            accept_multiple_files=True,
            max_upload_size=MEGABYTES,
            key=f"files-{scope}",
        )
        st.caption(t("mine-add-note"))
        st.caption(t("mine-add-most", most=MOST, megabytes=MEGABYTES))
    return tuple(Upload(each.name, each.getvalue()) for each in chosen)


def links(files: tuple[SaidFile, ...]) -> None:
    """Links to our own route: it asks for her receipt's cookie and hands out nothing to a copied address."""
    for file in files:
        with st.container(key=f"file-{file.id}", gap=None):
            st.markdown(f":material/attach_file: [{plain.label(file.name)}](/portal/file/{file.id}), {file.size}")


def refused(words: Words, name: str, facts: Mapping[str, Any]) -> str:
    """Why one file was not taken, by its name, in a sentence."""
    key = f"mine-file-{facts.get('reason')}"
    why = words.t(key if words.has(key) else "mine-file-kind_unknown")
    return words.t("mine-file-refused", name=plain.clean(name)[:60], why=why)
