"""Somebody in front of the portal: a Chromium that remembers every request and every complaint of its console."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException, WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from tests.real_parts import refuse

PATIENCE_SECONDS = 30
# What the browser asks itself, and data that never leaves the page.
_INSIDE = {"data", "blob", "about", "chrome", "chrome-extension", "devtools", "chrome-untrusted"}
_QUIET = ("Failed to load resource", "WebSocket connection to")


@dataclass
class Walker:
    """One browser with its own profile. Words are searched for in what a person can see."""

    driver: webdriver.Chrome
    base: str
    requested: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        """Load an address of the portal afresh."""
        self.driver.get(self.base + address)
        self.listen()

    @property
    def address(self) -> str:
        """Path and query that the address bar shows."""
        parts = urlsplit(self.driver.current_url)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def text(self) -> str:
        """Everything legible on the page."""
        try:
            return self.driver.find_element(By.TAG_NAME, "body").text
        except StaleElementReferenceException:
            return ""

    def until(self, promise: Callable[[], Any], what: str, seconds: float = PATIENCE_SECONDS) -> Any:
        """Wait for a promise to hold; fail with the page's words when it does not."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                kept = promise()
            except WebDriverException:
                kept = None
            if kept:
                return kept
            time.sleep(0.15)
        raise AssertionError(f"waited {seconds:.0f} s for {what}; {self.address} says:\n{self.text()[:2000]}")

    def see(self, words: str) -> None:
        self.until(lambda: words in self.text(), repr(words))

    def settle(self) -> None:
        """Until the script has run to its end."""
        self.until(
            lambda: (
                self.driver.find_elements(By.CSS_SELECTOR, '[data-testid="stApp"][data-test-script-state="notRunning"]')
                and self.driver.find_elements(By.CSS_SELECTOR, '[data-testid="stMainBlockContainer"]')
            ),
            "the end of the run",
        )
        self.listen()

    def find(self, selector: str) -> WebElement:
        found: WebElement = self.until(lambda: self.driver.find_elements(By.CSS_SELECTOR, selector), selector)[0]
        return found

    def button(self, words: str) -> WebElement:
        """The button that can be seen with exactly these words on it, whatever its icon is called."""

        def present() -> WebElement | None:
            for one in self.driver.find_elements(By.CSS_SELECTOR, "button, [role=button]"):
                if one.is_displayed() and words in [line.strip() for line in one.text.splitlines()]:
                    return one
            return None

        found: WebElement = self.until(present, f"button {words!r}")
        return found

    def press(self, words: str) -> None:
        def pressed() -> bool:
            one = self.button(words)
            self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", one)
            one.click()
            return True

        self.until(pressed, f"a press on {words!r}")
        self.listen()

    def write(self, label: str, words: str) -> None:
        """Type into the field with that label."""
        field_ = self.find(f'input[aria-label="{label}"], textarea[aria-label="{label}"]')
        field_.send_keys(Keys.CONTROL, "a")  # Selenium's own clearing is undone by React
        field_.send_keys(words)

    def sign_in(self, email: str, password: str) -> None:
        """Fill in the sign-in form that is open, and wait until it is gone."""
        self.write("E-mail", email)
        self.write("Password", password)
        self.press("Sign in")
        self.until(lambda: not self.driver.find_elements(By.CSS_SELECTOR, 'input[aria-label="Password"]'), "being let in")
        self.settle()

    def cookie(self, name: str) -> dict[str, Any] | None:
        found: dict[str, Any] | None = self.driver.get_cookie(name)
        return found

    def picture(self, path: Path) -> None:
        self.driver.save_screenshot(str(path))

    def listen(self) -> None:
        """Take down what was requested and complained about since the last time."""
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                self.requested.append(message["params"]["request"]["url"])
            elif message["method"] == "Network.webSocketCreated":
                self.requested.append(message["params"]["url"])
        for entry in self.driver.get_log("browser"):
            if entry["level"] == "SEVERE" and not any(quiet in entry["message"] for quiet in _QUIET):
                self.complaints.append(entry["message"])

    @property
    def foreign(self) -> list[str]:
        """Requests that went to anybody but the portal."""
        home = urlsplit(self.base).netloc
        return [url for url in self.requested if urlsplit(url).scheme not in _INSIDE and urlsplit(url).netloc != home]

    def leave(self) -> None:
        """Close the browser; fail if it ever asked somebody else for something, or its console complained."""
        try:
            self.listen()
        finally:
            self.driver.quit()
        assert self.foreign == [], f"requests to strangers: {self.foreign[:5]}"
        assert self.complaints == [], f"the console complains: {self.complaints[:5]}"


def chromium(
    profile: Path, *, width: int = 1280, height: int = 900, dark: bool = False, language: str = "en"
) -> webdriver.Chrome:
    """A Chromium with a fresh profile that tells nobody that it exists."""
    options = webdriver.ChromeOptions()
    for flag in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        f"--user-data-dir={profile}",
        f"--lang={language}",
    ):
        options.add_argument(flag)
    options.add_experimental_option("prefs", {"intl.accept_languages": language})
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    # Named, so that Selenium does not go and ask the network for a driver.
    program = shutil.which("chromedriver") or refuse(
        "Chromium is missing, and nothing was walked. Install it: apt-get install chromium chromium-driver"
    )
    driver = webdriver.Chrome(options=options, service=Service(program))
    # A headless window is never narrower than 500 px; the device may be.
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600},
    )
    scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": scheme})
    return driver
