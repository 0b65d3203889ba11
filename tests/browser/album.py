"""Photograph the pages about figures, reports and policies for docs/pictures/figures: `python -m tests.browser.album`.

Each page in both languages, light and dark, at a desk and on a phone, on the demonstration. Run by hand after the pages changed.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from PIL import Image

from tests.browser.conftest import running_portal
from tests.browser.gallery import ADA, CHEN, LIN, WEBER, dress, look, speak
from tests.browser.screens import Screen
from tests.browser.tour import arrive, enter
from tests.browser.walker import Walker

FOLDER = Path(__file__).parents[2] / "docs" / "pictures" / "figures"
# What each picture shows, by its name: the beginning of the file's name, and the line in the album.
SHOWN: dict[str | None, dict[str, tuple[str, str]]] = {
    None: {
        "front": ("/", "Front page: what was reached, each number with its day and source"),
        "transparency": ("/transparency", "Transparency page, with the open dataset"),
        "light-transparency": ("/light/transparency", "The same without JavaScript"),
        "newsletter": ("/newsletter", "Newsletter: subscribing takes two steps, leaving one"),
        "policies": ("/policies", "Policies and protocols in versions"),
    },
    LIN: {
        "figures-desk": ("/figures", "Figures of a coordinator: what needs hands today"),
        "early-warning": ("/early-warning", "Early warning: a ranked list with its reasons in words"),
        "scorecard": ("/scorecard", "The eight criteria of UNGP 31 as lines with their base"),
    },
    ADA: {
        "figures-team": ("/figures", "Figures of a supervisor: all cases, the team by name and without ranks"),
        "front-page": ("/front-page", "What the front page says was reached"),
        "newsletter-desk": ("/newsletter-desk", "An issue of the newsletter before it is sent"),
    },
    CHEN: {
        "figures-workplace": ("/figures", "Figures of a workplace beside the published band"),
        "reports-workplace": ("/reports", "Reports of a workplace: who may read, until when, what for"),
        "guidance": ("/guidance", "Guidance sheets by topic"),
        "exports": ("/exports", "Exports: what was taken out, by whom"),
    },
    WEBER: {
        "figures-brand": ("/figures", "Figures of a brand: ended quarters, nothing that points at a person"),
        "reports-brand": ("/reports", "Reports that a brand may read"),
        "evidence": ("/evidence", "Evidence pack of a period, signed"),
    },
}
LOOKS = {"en": ((1280, False), (360, True)), "zh-Hans": ((1280, True), (360, False))}
COLOURS = 128  # of a picture of words and bars: a third of the bytes, and nobody sees it


def album(address: str) -> None:
    """Take all pictures, and write the page that shows them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for who, pages in SHOWN.items():
        walker = enter(address, who, "en") if who else None
        for language, looks in LOOKS.items():
            if walker and who:
                speak(walker, language)
            for width, dark in looks:
                if walker:
                    dress(walker, width, dark)
                    _take(walker, pages, look(width, dark, language))
                else:
                    stranger = arrive(address, width=width, dark=dark, language=language)
                    _take(stranger, pages, look(width, dark, language))
                    stranger.driver.quit()
            if walker:
                dress(walker, 1280, dark=False)
        if walker:
            walker.driver.quit()
    (FOLDER / "README.md").write_text(page(), encoding="utf-8")


def _take(walker: Walker, pages: dict[str, tuple[str, str]], dressed: str) -> None:
    screen = Screen(walker)
    for name, (address, _) in pages.items():
        walker.open(address)
        if not address.startswith("/light"):
            walker.settle()
            walker.until(lambda: not screen.all('[data-testid="stSkeleton"]'), "the true shape")
            # Charts are drawn after the run has ended.
            walker.until(lambda: not screen.all(".stVegaLiteChart:empty"), "the charts")
        path = FOLDER / f"{name}-{dressed}.png"
        screen.picture(path)
        with Image.open(path) as taken:
            smaller = taken.convert("RGB").quantize(COLOURS)
        smaller.save(path, optimize=True)


def page() -> str:
    """The album: a heading a page, four pictures below it."""
    lines = [
        "# Figures, reports and policies, as they look",
        "",
        "Taken by `python -m tests.browser.album` on the demonstration.",
    ]
    for pages in SHOWN.values():
        for name, (_, words) in pages.items():
            lines += ["", f"## {words}", ""]
            lines += [
                f"![{words}, {language}, {'dark' if dark else 'light'}, {width} px]({name}-{look(width, dark, language)}.png)"
                for language, looks in LOOKS.items()
                for width, dark in looks
            ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    with running_portal(Path(tempfile.mkdtemp(prefix="album-"))) as portal:
        album(portal.address)
