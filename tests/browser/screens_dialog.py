"""What is open over a page: a dialog, filled in by the labels that a person reads."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from tests.browser.screens import TALLEST, Screen

DIALOG = '[role="dialog"]'


class Dialog(Screen):
    """The one dialog that is open. `opened` by a button, filled in, and sent with its filled button."""

    def opened(self, button: str, words: str = "") -> Dialog:
        self.click(button, words)
        self.walker.find(f"{DIALOG} button[kind='primary'], {DIALOG} [data-testid='stRadio']")
        self.walker.settle()
        return self

    def write(self, label: str, words: str) -> Dialog:
        """Type into the field with that label and leave it."""
        field = self._labelled(label)
        field.send_keys(Keys.CONTROL, "a")
        field.send_keys(words, Keys.TAB)
        self.walker.settle()
        return self

    def day(self, label: str, day: date) -> Dialog:
        """Choose a day by typing its figures from the year on; the field goes from part to part by itself."""
        parts = f'{DIALOG} [role="group"][aria-label="{label}"] [role="spinbutton"]'
        first = self.walker.find(parts)
        first.click()
        for figure in f"{day:%Y%m%d}":
            self.walker.driver.switch_to.active_element.send_keys(figure)
        self.walker.until(
            lambda: "".join(one.text.rjust(2, "0") for one in self.all(parts)) == f"{day:%Y%m%d}", f"{day} in the field {label!r}"
        )
        # The calendar, which opened with the first click, lies over what comes below.
        self.walker.driver.switch_to.active_element.send_keys(Keys.ESCAPE)
        self.walker.until(lambda: not self.all('[data-testid="stDateInputCalendar"], [role="grid"]'), "no calendar any more")
        self.walker.settle()
        return self

    def tick(self, words: str) -> Dialog:
        self.click(f'{DIALOG} [data-testid="stCheckbox"] label', words)
        self.walker.settle()
        return self

    def mark(self, words: str) -> Dialog:
        """One of several that stand below each other."""
        self.click(f'{DIALOG} [data-testid="stRadio"] label', words)
        self.walker.settle()
        return self

    def press(self, words: str) -> Dialog:
        """One of several that stand beside each other."""
        self.click(f'{DIALOG} [data-testid="stButtonGroup"] button', words)
        self.walker.settle()
        return self

    def pick(self, label: str, words: str) -> Dialog:
        """One entry of the list with that label."""
        self._unfold(label)
        self.click('[role="option"]', words)
        self.walker.settle()
        return self

    def pick_at(self, label: str, place: int) -> Dialog:
        """The entry of the list that stands there, counted from 0."""
        self._unfold(label)
        self.walker.until(lambda: len(self.all('[role="option"]')) > place, f"{place} entries")
        self.all('[role="option"]')[place].click()
        self.walker.settle()
        return self

    def _unfold(self, label: str) -> None:
        def open_list() -> bool:
            for one in self.all(f'{DIALOG} [data-testid="stSelectbox"]'):
                if label in one.text:
                    one.find_element(By.CSS_SELECTOR, "input").click()
                    return True
            return False

        self.walker.until(open_list, f"the list {label!r}")

    def send(self, button: str) -> None:
        """Press its button; until the dialog is gone."""
        self.click(f"{DIALOG} .st-key-{button} button:not([disabled])")
        self.walker.until(lambda: not self.all(DIALOG), "the end of the dialog")
        self.walker.settle()

    def picture_whole(self, path: Path) -> None:
        """Photograph the window, made as tall as what is open over it."""
        driver = self.walker.driver
        width, height = driver.execute_script("return [window.innerWidth, window.innerHeight]")
        needed = driver.execute_script("return document.querySelector('[role=dialog]').scrollHeight + 160")
        self.resize(width, min(max(int(needed), height), TALLEST))
        path.parent.mkdir(parents=True, exist_ok=True)
        driver.save_screenshot(str(path))
        self.resize(width, height)

    def _labelled(self, label: str) -> WebElement:
        return self.walker.find(f'{DIALOG} input[aria-label="{label}"], {DIALOG} textarea[aria-label="{label}"]')
