"""The front page: what Handshake does in three sentences, two doors, and what happens then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from components.i18n import LANGUAGES, spoken, t
from components.mine import leave
from components.public import counters
from db.models.impact import Counter

STEPS = (("listen", "hearing"), ("decide", "how_to_reg"), ("stay", "task_alt"))


@dataclass(frozen=True)
class Wish:
    """What the visitor wants: another language, to report, or to open a case with a code."""

    language: str | None = None
    report: bool = False
    code: str | None = None


def show(reached: Callable[[], Sequence[Counter]], trouble: str = "") -> Wish:
    """Draw the page; `trouble` stands under the code when the last one opened nothing.

    `reached` is asked last, and only when the visitor wants nothing: the doors never wait for numbers.
    """
    st.html("<style>:root{--portal-width:1040px}\n" + _SHEET + "</style>")
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="top-bar"):
        leave.sign_only()
        language = _language()
    with st.container(key="hero", gap="small"):
        st.title(t("front-title"), anchor=False)
        st.markdown(t("front-three-sentences"))
        st.markdown(f":material/call: {t('front-telephone')}")
    with st.container(key="doors"):
        left, right = st.columns(2, gap="medium")
        with left:
            report = _report_door()
        with right:
            code = _return_door(trouble)
    _then()
    place = st.container(key="reached")
    _foot()
    wish = Wish(language, report, code)
    if wish == Wish():
        with place:
            counters.show(reached())
    return wish


def _language() -> str | None:
    chosen = st.segmented_control(
        t("shell-language"), LANGUAGES, default=spoken().language, key="front-language", required=True,
        format_func=lambda tag: f"✓ **{t(f'shell-language-{tag}')}**" if tag == spoken().language else t(f"shell-language-{tag}"),
        label_visibility="collapsed", width="content",
    )  # fmt: skip
    return chosen if chosen != spoken().language else None


def _report_door() -> bool:
    with st.container(border=True, key="due-report", height="stretch", vertical_alignment="distribute"):
        st.header(t("front-report-title"), anchor=False)
        st.markdown(t("front-report-text"))
        return st.button(
            t("front-report-start"),
            type="primary",
            icon=":material/edit_note:",
            width="stretch",
            key="front-start",
        )


def _return_door(trouble: str) -> str | None:
    with st.container(border=True, key="card-return", height="stretch"):
        st.header(t("front-return-title"), anchor=False)
        with st.form("front-return", border=False):
            code = st.text_input(
                t("front-return-label"), placeholder="0000 0000 0000 0000", max_chars=60, autocomplete="off",
                key="front-code",
            )  # fmt: skip
            if trouble:
                st.markdown(f":orange[:material/error:] {trouble}")
            pressed = st.form_submit_button(t("front-return-open"), width="stretch")
    return code if pressed else None


def _then() -> None:
    with st.container(key="then"):
        st.header(t("front-then-title"), anchor=False)
    for column, (name, icon) in zip(st.columns(3, gap="medium"), STEPS, strict=True):
        with column:
            st.markdown(f":material/{icon}: **{t(f'front-then-{name}')}**  \n{t(f'front-then-{name}-text')}")


def _foot() -> None:
    st.divider()
    with st.container(horizontal=True, horizontal_alignment="distribute", key="foot"):
        st.html(f'<p>{t("front-staff")} <a href="/sign-in">{t("front-staff-sign-in")}</a></p>', width="content")
        st.html(f'<p><a href="/transparency">{t("transparency-foot-link")}</a></p>', width="content")
        st.html(f'<p><a href="/newsletter">{t("newsletter-foot")}</a></p>', width="content")
        st.html(f'<p><a href="/light">{t("front-light")}</a></p>', width="content")


_SHEET = """
.portal-sign{display:block;width:141px;height:32px}
[class*="st-key-hero"] h1{font-size:40px;line-height:1.2}
[class*="st-key-hero"] p{font-size:17px;line-height:1.65;max-width:36em}
[class*="st-key-doors"] [data-testid="stForm"]{background:transparent}
[class*="st-key-foot"] p{margin:0}
[class*="st-key-foot"] a{display:inline-block;min-height:44px;padding:8px 0}
[data-testid="InputInstructions"]{display:none}
[data-testid="stHtml"] a{color:light-dark(#115a4e,#7fd0bb)}
[class*="st-key-hero"] h1{padding-bottom:8px}
[class*="st-key-hero"]{padding-top:32px}
[class*="st-key-then"]{padding-top:16px}
[class*="st-key-impact"] strong{font-size:28px;font-weight:600;line-height:1.3}
[data-testid="stMain"] hr{margin:16px 0 8px}
@media(max-width:640px){[class*="st-key-hero"]{padding-top:0}
[class*="st-key-hero"] h1{font-size:30px}
[data-testid="stWidgetLabel"] p,[data-testid^="stBaseButton-"] p{font-size:16px}}
"""
