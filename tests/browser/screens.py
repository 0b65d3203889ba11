"""The portal's screens as somebody at the keyboard handles them: one class a screen, one method a deed.

Nothing here sleeps: a deed waits for what the screen shows afterwards, or for the end of Streamlit's run.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from tests.browser.walker import Walker

TALLEST = 3200


@dataclass(frozen=True)
class Screen:
    """Whatever is open in a browser."""

    walker: Walker

    def all(self, selector: str) -> list[WebElement]:
        return self.walker.driver.find_elements(By.CSS_SELECTOR, selector)

    def click(self, selector: str, words: str = "") -> None:
        """Click the first visible element with that selector whose text contains the words, great and small letters alike."""

        def clicked() -> bool:
            for one in self.all(selector):
                if one.is_displayed() and one.is_enabled() and words.casefold() in one.text.casefold():
                    self.walker.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", one)
                    one.click()
                    return True
            return False

        self.walker.until(clicked, f"a click on {selector} {words!r}")
        self.walker.listen()

    def fill(self, selector: str, words: str) -> None:
        """Type into a field and leave it, so that Streamlit takes the value."""
        field = self.walker.find(selector)
        self.walker.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", field)
        field.click()
        field.send_keys(words)
        field.send_keys(Keys.TAB)
        self.walker.settle()

    def choose(self, selector: str, words: str) -> None:
        """Pick one entry of a list that opens when one types into it."""
        field = self.walker.find(f"{selector} input")
        self.walker.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", field)
        field.click()
        field.send_keys(words)
        self.click('[role="option"]', words)
        self.walker.until(lambda: words in self.walker.find(selector).text, f"{words!r} among the chosen")
        field.send_keys(Keys.ESCAPE)
        self.walker.settle()

    def metric(self, label: str) -> str:
        """The value under that label."""

        def value() -> str | None:
            for one in self.all('[data-testid="stMetric"]'):
                if label in one.text:
                    return one.find_element(By.CSS_SELECTOR, '[data-testid="stMetricValue"]').text
            return None

        return str(self.walker.until(value, f"the metric {label!r}"))

    def overflow(self) -> int:
        """By how many pixels the page is wider than its window."""
        return int(
            self.walker.driver.execute_script(
                "const m = document.querySelector('[data-testid=stMain]') || document.documentElement;"
                "return Math.max(m.scrollWidth - m.clientWidth, document.documentElement.scrollWidth - window.innerWidth)"
            )
        )

    def picture(self, path: Path, *, tall: bool = True) -> None:
        """Photograph the whole page, not the window alone."""
        driver = self.walker.driver
        width, height = driver.execute_script("return [window.innerWidth, window.innerHeight]")
        if tall:
            needed = driver.execute_script(
                "const m = document.querySelector('[data-testid=stMain]'); m?.scrollTo(0, 0);"
                "return Math.max(m ? m.scrollHeight : 0, document.documentElement.scrollHeight)"
            )
            self.resize(width, min(max(int(needed), height), TALLEST))
        path.parent.mkdir(parents=True, exist_ok=True)
        driver.save_screenshot(str(path))
        if tall:
            self.resize(width, height)

    def resize(self, width: int, height: int) -> None:
        self.walker.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600},
        )
        self.walker.until(
            lambda: self.walker.driver.execute_script("return window.innerHeight") == height, "the window's new height"
        )
        # Charts and columns follow the width in a frame of their own.
        self.walker.driver.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")


class Hotline(Screen):
    """A coordinator writes a case down for a caller."""

    def open(self) -> None:
        self.walker.open("/hotline")
        self.walker.see("What happened, in the caller's words")
        self.walker.settle()

    def story(self, words: str) -> None:
        self.fill('[class*="st-key-hotline-story"] textarea', words)

    def workplace(self, words: str) -> None:
        self.fill('[class*="st-key-hotline-where"] input', words)
        self.walker.press("Search")
        self.click('[class*="st-key-hotline-which"] label', words)
        self.walker.settle()

    def issue(self, words: str) -> None:
        self.choose('[class*="st-key-hotline-issues"]', words)

    def brand(self, words: str) -> None:
        self.choose('[class*="st-key-hotline-brands"]', words)

    def everybody_may_read(self) -> None:
        """The caller says yes to each reader."""
        rows = '[class*="st-key-row-consent-"]'
        self.walker.until(lambda: self.all(rows), "the questions of consent")
        for number in range(len(self.all(rows))):

            def said(number: int = number) -> bool:
                # Clicking a chosen answer would take it back, so look before each click.
                row = self.all(rows)[number]
                if row.find_elements(By.CSS_SELECTOR, 'button[aria-checked="true"]'):
                    return True
                self.walker.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", row)
                next(one for one in row.find_elements(By.CSS_SELECTOR, "button") if one.text == "Yes, may read").click()
                self.walker.settle()
                return False

            self.walker.until(said, "a yes")
            self.walker.settle()

    def contact(self, name: str, phone: str) -> None:
        self.fill('[class*="st-key-hotline-name"] input', name)
        self.fill('[class*="st-key-hotline-phone"] input', phone)

    def file(self) -> tuple[str, str]:
        """Review and file; the receipt's code and the reference."""

        # The last yes may still be under way when this is pressed: then the form asks for it, and is pressed again.
        def reviewed() -> bool:
            if any(one.text.endswith("File this case") for one in self.all("button")):
                return True
            if "Review with the caller" in self.walker.text():
                self.walker.press("Review with the caller")
                self.walker.settle()
            return False

        self.walker.until(reviewed, "the review")
        self.walker.press("File this case")
        self.walker.see("Read the receipt aloud")
        self.walker.settle()
        groups = '[data-testid="stMetricValue"]'
        code = str(self.walker.until(lambda: " ".join(one.text for one in self.all(groups)), "the receipt"))
        return code, reference_in(self.walker.text())


class Case(Screen):
    """A case, as whoever is signed in sees it."""

    def open(self, reference: str) -> None:
        self.walker.open(f"/case?ref={reference}")
        self.walker.see(reference)
        self.walker.find('[data-testid="stChatInputTextArea"]')
        self.walker.settle()

    @property
    def thread(self) -> str:
        """What people have said, as far as it is unfolded."""
        return "\n".join(one.text for one in self.all('[data-testid="stChatMessage"]'))

    def times(self, words: str) -> int:
        """How often a message with these words stands in the thread."""
        return sum(words in one.text for one in self.all('[data-testid="stChatMessage"]'))

    def type(self, words: str) -> None:
        field = self.walker.find('[data-testid="stChatInputTextArea"]')
        self.walker.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", field)
        field.send_keys(words)

    def readers(self, *wanted: str) -> None:
        """Choose exactly these chips."""
        chips = '[class*="st-key-audience-"] button'

        def chosen() -> bool:
            for one in self.all(chips):
                name, is_on = one.text.strip().lstrip("✓ "), one.text.strip().startswith("✓")
                if (name in wanted) != is_on:
                    self.walker.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", one)
                    one.click()
                    self.walker.settle()
                    return False
            return bool(self.all(chips))

        self.walker.until(chosen, f"{wanted} as readers")

    def send(self) -> None:
        self.click('[data-testid="stChatInputSubmitButton"]')

    def say(self, words: str) -> None:
        """Write and send; until the message stands in the thread."""
        self.type(words)
        self.send()
        self.walker.until(lambda: words[:60] in self.thread, f"{words[:60]!r} in the thread")
        self.walker.settle()

    def move(self, state: str) -> None:
        """A coordinator moves the case."""
        self._steer("steer-move", state, "do-move")

    def take(self) -> None:
        """A coordinator fills in the checklist so that the case can be admitted, and admits it."""
        self.click(".st-key-next-triage button")
        for box in ("We cover", "specific enough"):
            self.click('[role="dialog"] [data-testid="stCheckbox"] label', box)
        self.click('[role="dialog"] [data-testid="stButtonGroup"] button', "unsafe")
        self.click('[role="dialog"] .st-key-do-check button:not([disabled])')
        self.walker.until(lambda: not self.all('[role="dialog"]'), "the end of the dialog")
        self.walker.settle()
        self.move("Admitted")

    def admit(self, organization: str) -> None:
        self._steer("steer-admit", organization, "do-admit")

    def _steer(self, opens: str, choice: str, does: str) -> None:
        self.click(f".st-key-{opens} button")
        self.click('[role="dialog"] [data-testid="stRadio"] label', choice)
        self.click(f'[role="dialog"] .st-key-{does} button:not([disabled])')
        self.walker.until(lambda: not self.all('[role="dialog"]'), "the end of the dialog")
        self.walker.settle()


class Moderation(Screen):
    """The coordinator's desk for what is held."""

    def open(self) -> None:
        self.walker.open("/moderation")
        self.walker.see("Moderation")
        self.walker.settle()

    def review(self, case: Case) -> None:
        """From the held message of an open case to the desk."""
        case.click('[class*="st-key-review-"] button')
        self.walker.find('[class*="st-key-card-original"]')
        self.walker.settle()

    def mark(self, words: str) -> None:
        """Take these words out of the release."""
        self.walker.press("Mark another passage")
        field = self.walker.find('[class*="st-key-mark-words-"] input')
        field.send_keys(words, Keys.ENTER)
        self.walker.until(
            lambda: words not in self.walker.find('[class*="st-key-card-release"]').text, f"a release without {words!r}"
        )
        self.walker.press("Done marking")
        self.walker.settle()

    def release(self, to: str) -> None:
        self.walker.press(f"Release to {to}")
        self.walker.see("Released.")
        self.walker.settle()


class Mine(Screen):
    """A worker's own page, through Streamlit."""

    def come_back(self, code: str) -> None:
        self.walker.open("/")
        self.fill(".st-key-front-code input", code)
        self.click('[data-testid="stFormSubmitButton"] button')
        self.walker.until(lambda: self.walker.address.startswith("/mine"), "her page")
        self.walker.find('[class*="st-key-due-standing"]')
        self.walker.settle()

    def write(self, words: str, *, also_factory: bool = False) -> None:
        self.fill('[class*="st-key-write-"] textarea', words)
        if also_factory:
            self.click('[class*="st-key-who-"] label', "factory")
            self.walker.settle()
        self.click('[class*="st-key-send-"] button')
        self.walker.until(lambda: self.all('[class*="st-key-due-done"]'), "the word that it was sent")
        self.walker.settle()


class Light(Screen):
    """A worker's page, through the door that needs no script."""

    def come_back(self, code: str) -> None:
        self.walker.open("/light")
        self.walker.find("#code").send_keys(code)
        self.click('form[action="/light/open"] button')
        self.walker.until(lambda: self.walker.address.startswith("/light/mine"), "her page")
        self.walker.listen()


def reference_in(text: str) -> str:
    """The first case reference that a text contains."""
    start = text.index("HS-")
    return text[start : start + 12]
