"""The script behind every visit: who is here, which pages there are, and the one that is open."""

from __future__ import annotations

import runpy
from pathlib import Path

import streamlit as st

from auth import guard
from auth.actor import Visit
from auth.roles import BY_KEY, PAGES, Page, may_open
from components import states, style
from components.i18n import speak, t
from db.errors import Absent, PortalError, SignInNeeded

HERE = Path(__file__).parent


def title(page: Page, visit: Visit) -> str:
    """The name of a page in the menu; workers' pages have neutral ones."""
    if page.key == "inbox" and visit.role in BY_KEY["moderation"].roles | {"custodian"}:
        return t("shell-nav-inbox")
    if page.key == "inbox":
        return t("shell-nav-cases")
    return t(f"shell-nav-{page.key.replace('_', '-')}")


def offered(visit: Visit) -> dict[str, list[st.Page]]:
    """Every page has an address, so that deep links arrive; the menu shows what the visitor may open."""
    groups: dict[str, list[st.Page]] = {"": [], t("shell-nav-account"): []}
    for page in PAGES:
        shown = page.menu is not None and visit.person is not None and may_open(page, visit.role)
        one = st.Page(
            HERE / page.file,
            title=title(page, visit),
            icon=f":material/{page.icon}:",
            url_path=page.address or None,
            default=page.key == ("inbox" if visit.person else "front"),
            visibility="visible" if shown else "hidden",
        )
        groups["" if page.menu != "account" else t("shell-nav-account")].append(one)
    if visit.person is not None:
        leave = st.Page(guard.sign_out, title=t("shell-nav-sign-out"), icon=":material/logout:", url_path="sign-out")
        groups[t("shell-nav-account")].append(leave)
    return groups


def run() -> None:
    """Draw the chosen page; a stranger gets the sign-in page in its place and nothing else runs."""
    visit = guard.here()
    speak(visit.language)
    chosen = st.navigation(offered(visit), position="top" if visit.person else "hidden")
    page = next((one for one in PAGES if one.address == chosen.url_path), BY_KEY["front"])
    staff = visit.person is not None and page.roles is not None
    st.set_page_config(
        page_title=t("shell-name"),
        page_icon=str(style.ICON),
        layout="wide",
        menu_items={"About": t("shell-about")} if staff else None,
    )
    style.wear(narrow=page.width == "narrow", front=page.width == "front")
    if staff:
        style.logo()
    try:
        chosen.run()
    except SignInNeeded:
        if visit.person is not None:
            guard.ended(visit)
            st.rerun()
        runpy.run_path(str(HERE / BY_KEY["sign_in"].file))
    except Absent as absent:
        states.refusal(absent.key, absent.facts)
    except PortalError as refused:
        states.refusal(refused.key, refused.facts)


run()
