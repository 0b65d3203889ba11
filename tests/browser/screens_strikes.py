"""The strike desk of Handshake, and what a brand is told of it."""

from __future__ import annotations

from selenium.webdriver.common.by import By

from tests.browser.screens import Screen
from tests.browser.screens_dialog import Dialog


class StrikeDesk(Screen):
    """Tensions, and one strike in full."""

    def open(self, address: str = "/strikes") -> None:
        self.walker.open(address)
        self.walker.find("h1, h2, h3")
        self.walker.settle()

    def open_strike(self, place: str, cause: str) -> str:
        """Begin with the tension of that cause at that place; the address of its strike."""

        def begun() -> bool:
            for one in self.all('[class*="st-key-due-tension-"]'):
                if place in one.text and cause in one.text:
                    one.find_element(By.CSS_SELECTOR, "button").click()
                    return True
            return False

        self.walker.until(begun, f"a tension at {place} about {cause}")
        self.walker.find(".st-key-strike-deeds")
        self.walker.until(lambda: "strike=" in self.walker.address, "an address of its own")
        self.walker.settle()
        return self.walker.address

    def tried(self, with_whom: str, outcome: str) -> None:
        dialog = Dialog(self.walker).opened(".st-key-strike-tried button")
        dialog.mark(with_whom).pick("What came of it", outcome).send("do-strike-tried")

    def raise_to(self, level: str, reason: str) -> None:
        dialog = Dialog(self.walker).opened(".st-key-strike-level button")
        dialog.mark(level).pick("Why", reason).send("do-strike-level")

    def draft(self, facts: str, unknown: str, ask: str) -> Dialog:
        """A bulletin in its three parts; the dialog stays open beside its preview."""
        dialog = Dialog(self.walker).opened(".st-key-bulletin-write button")
        for name, words in (("facts", facts), ("unknown", unknown), ("ask", ask)):
            self.fill(f'[class*="st-key-bulletin-{name}-new"] textarea', words)
        self.walker.find(".st-key-card-bulletin-preview")
        self.walker.settle()
        return dialog

    def release(self) -> None:
        self.click('[class*="st-key-release-"] button:not([disabled])')
        self.walker.until(lambda: not self.all('[class*="st-key-held-bulletin-"]'), "no draft any more")
        self.walker.settle()


class Bulletins(Screen):
    """A brand's own list."""

    def open(self) -> None:
        self.walker.open("/bulletins")
        self.walker.find('[class*="st-key-due-bulletin-"], [class*="st-key-card-"]')
        self.walker.settle()

    def confirm(self) -> None:
        before = len(self.all('[class*="st-key-due-bulletin-"]'))
        self.click('[class*="st-key-confirm-"] button')
        self.walker.until(lambda: len(self.all('[class*="st-key-due-bulletin-"]')) == before - 1, "one confirmed")
        self.walker.settle()
