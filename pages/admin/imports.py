"""Import a hotline's book: choose the file, check the columns, rehearse, then take it in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

import streamlit as st

from auth import guard
from components import once, plain, states, style
from components.i18n import t
from components.imports import mapping as imports_mapping
from components.imports import outcome as imports_outcome
from db import imports
from db.errors import PortalError, SignInNeeded
from db.importing import sentences
from db.importing.findings import FileRefused
from db.importing.judging import Judged, judge, today
from db.importing.mapping import REQUIRED, Field, Mapping, column_names, from_json, guess
from db.importing.reader import BYTES_LIMIT, Sheet, read
from db.sealing import seal

visit = guard.require("imports")
CHINESE = visit.language.startswith("zh")


def address(number: object) -> str:
    """Where the report by row is served, to a signed-in supervisor alone."""
    return f"/portal/report/{number}"


@st.cache_data(max_entries=1, show_spinner=False, scope="session")
def opened(content: bytes, name: str) -> Sheet:
    return read(content, name)


def first_mapping(desk: imports.ImportDesk, sheet: Sheet) -> Mapping:
    """The kept mapping where it still fits, else the guess."""
    if desk.mapping:
        try:
            return from_json(desk.mapping, sheet.head)
        except FileRefused:
            pass
    return guess(sheet.head)


def report_progress(words: str) -> Callable[[int, int], None]:
    bar = st.progress(0.0, t(words, done=0, all=0))

    def progress(done: int, total: int) -> None:
        if done < total:
            bar.progress(done / total, t(words, done=done, all=total))
        else:
            bar.empty()

    return progress


def rehearse(sheet: Sheet, mapping: Mapping, codes: tuple[str, ...], scope: str) -> None:
    """Read every row, send them where nobody sees them, and let the database count."""
    number = once.request_id(scope)
    judged = judge(sheet, mapping, codes, today(), report_progress("imports-reading"))
    imports.stage(visit.gateway, number, sheet, mapping, judged, seal=seal, progress=report_progress("imports-sending"))
    came = imports.finish(visit.gateway, number, judged, dry_run=True, leave_out=True)
    st.session_state["imports-rehearsed"] = (scope, judged, came)


def take_in(judged: Judged, scope: str) -> None:
    came = imports.finish(visit.gateway, once.request_id(scope), judged, dry_run=False, leave_out=True)
    once.done(scope)
    st.session_state["imports-rehearsed"] = (scope, judged, came)


def tried(deed: Callable[[], None]) -> None:
    try:
        deed()
    except SignInNeeded:
        raise
    except PortalError as refused:
        maybe = bool(getattr(refused, "maybe_done", False))
        states.refusal(refused.key, refused.facts, writing=True, maybe_done=maybe)


def remarks_of(judged: Judged) -> list[tuple[str, str, int, str]]:
    """Every kind of remark: the words of its first row, what was done, how many rows, and the first lines."""
    rows = []
    for problem, number in sorted(judged.by_problem().items()):
        told = [finding for finding in judged.findings if finding.problem is problem]
        lines = ", ".join(str(finding.line) for finding in told[:5]) + (" …" if len(told) > 5 else "")
        rows.append((sentences.sentence(told[0], CHINESE), sentences.DID[told[0].did][CHINESE], number, lines))
    return sorted(rows, key=lambda row: -row[2])


@st.fragment
def work(sheet: Sheet, desk: imports.ImportDesk) -> None:
    """Choosing columns redraws this alone and asks the database for nothing."""
    st.caption(t("imports-read-as", encoding=sheet.encoding.upper(), n=len(sheet.lines)))
    first = first_mapping(desk, sheet)
    found = t("imports-columns", found=len(first.columns), all=len(Field))
    with st.expander(found, expanded=bool(first.missing()), key=f"columns-{sheet.sha256[:12]}"):
        chosen = imports_mapping.show(
            [field.value for field in Field],
            [field.value for field in REQUIRED],
            column_names(sheet.head),
            {field.value: at for field, at in first.columns.items()},
            [*sheet.lines[0].cells, *[""] * len(sheet.head)],
            key=f"map-{sheet.sha256[:12]}",
        )
    mapping = Mapping({Field(field): at for field, at in chosen.items()})
    twice, missing = imports_mapping.twice(chosen), mapping.missing()
    if twice:
        st.caption(f":red[{t('imports-column-twice')}]")
    if missing:
        st.caption(f":red[{t('imports-missing', fields=', '.join(t(f'imports-field-{each}') for each in missing))}]")
    scope = f"import:{sheet.sha256}:{mapping.to_json(sheet.head)}"
    if st.button(t("imports-check"), disabled=twice or bool(missing), key="imports-check"):
        tried(lambda: rehearse(sheet, mapping, desk.codes, scope))
    known = st.session_state.get("imports-rehearsed")
    if known and known[0] == scope:
        outcome(known[1], known[2], scope)


def outcome(judged: Judged, came: imports.ImportFile, scope: str) -> None:
    """The counts, the remarks, and the button that takes the file in."""
    done = came.state == "done"
    imports_outcome.counts({name: number for name, number in asdict(came).items() if isinstance(number, int)}, done=done)
    imports_outcome.remarks(remarks_of(judged))
    st.link_button(t("imports-report"), address(came.id), icon=":material/download:")
    if done:
        return
    agreed = judged.refused == 0 or st.checkbox(t("imports-leave-out", n=judged.refused), key="imports-leave-out")
    new = came.cases + came.contacts
    if st.button(t("imports-take-in", n=new), type="primary", disabled=not agreed or not new, key="imports-take-in"):
        with st.spinner(t("imports-taking-in")):
            tried(lambda: take_in(judged, scope))
        st.rerun()


st.title(t("imports-title"), anchor=False)
st.caption(t("imports-lead"))
with style.own_upload_words(t("imports-choose"), key="import"):
    megabytes = BYTES_LIMIT // 1_000_000
    uploaded = st.file_uploader(t("imports-file", megabytes=megabytes), type=["csv", "xlsx", "txt"], max_upload_size=megabytes)
if uploaded is None:
    desk = imports.import_desk(visit.gateway)
    imports_outcome.earlier(
        [
            (each.name, each.state, each.done_at or each.begun_at, each.cases, each.contacts, address(each.id))
            for each in desk.files
        ]
    )
else:
    try:
        sheet = opened(uploaded.getvalue(), uploaded.name)
    except FileRefused as refused:
        with st.container(border=True, key="card-import-refused"):
            plain.show(sentences.refused_file(refused.key, refused.facts, chinese=CHINESE))
    else:
        work(sheet, imports.import_desk(visit.gateway, sheet.head))
