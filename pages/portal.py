"""The script behind every visit: who is here, which pages there are, and the one that is open."""

from __future__ import annotations

import runpy
from pathlib import Path

import streamlit as st

from auth import guard
from auth.actor import Visit
from auth.roles import BY_KEY, PAGES, Page, may_open, menu_of
from components import menu, states, style
from components.i18n import speak, t
from db.errors import Absent, PortalError, SignInNeeded, broken
from db.journal import kind_of, timed

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
    rooms = {"desk": t("shell-nav-desk"), "account": t("shell-nav-account")}
    groups: dict[str, list[st.Page]] = {"": [], **{name: [] for name in rooms.values()}}
    for page in PAGES:
        shown = page.menu is not None and visit.person is not None and may_open(page, visit.role)
        one = menu.entry(HERE / page.file, title(page, visit), page.icon, page.address, shown=shown)
        # What is not offered stands in no section: a section without an entry would be an empty drawer.
        groups[rooms.get(menu_of(page, visit.role) or "", "") if shown else ""].append(one)
    if visit.person is not None:
        leave = st.Page(guard.sign_out, title=t("shell-nav-sign-out"), icon=":material/logout:", url_path="sign-out")
        groups[t("shell-nav-account")].append(leave)
    return {name: pages for name, pages in groups.items() if pages}


def run() -> None:
    """Draw the chosen page; a stranger gets the sign-in page in its place and nothing else runs."""
    visit = guard.here()
    speak(visit.language)
    # Before the navigation: a page's own icon would otherwise be fetched from a foreign server as the tab's picture.
    st.set_page_config(page_title=t("shell-name"), page_icon=str(style.ICON), layout="wide")
    pages = offered(visit)
    chosen = st.navigation(pages, position="top" if visit.person else "hidden")
    page = next((one for one in PAGES if one.address == chosen.url_path), BY_KEY["front"])
    staff = visit.person is not None
    if staff and chosen.url_path == BY_KEY["front"].address:  # not every address is a page: signing out is one, too
        st.switch_page(next(one for one in pages[""] if one.url_path == BY_KEY["inbox"].address))
    if staff:
        st.set_page_config(menu_items={"About": t("shell-about")})
    style.wear(narrow=page.width == "narrow", front=page.width == "front")
    if staff:
        style.logo()
    try:
        with timed("rerun", page=page.key):
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
    except Exception as fault:  # noqa: BLE001  (the last wall: a number for the person, the kind of fault for the log)
        states.refusal("broken", broken(page.key, kind_of(fault)).facts)


run()
