"""The room of zero tolerance: the twelve steps of one protocol, each with its dialogs."""

from __future__ import annotations

from tests.browser.screens import Screen
from tests.browser.screens_dialog import DIALOG, Dialog


class Room(Screen):
    """One protocol, as Handshake works through it."""

    def open(self, reference: str) -> None:
        self.walker.open(f"/zero-tolerance?ref={reference}")
        self.walker.find(".st-key-card-protocol-head")
        self.walker.settle()

    def write(self, step: int, evidence: str) -> None:
        """Every open thing of a step, with one piece of evidence."""
        dialog = self._ask("write", step)
        boxes = f'{DIALOG} [data-testid="stCheckbox"]'
        names = [one.text for one in self.all(boxes)]
        for name in names if len(names) > 1 else ():
            dialog.tick(name)
        dialog.write("Evidence", evidence)
        self._sent(dialog, "write")

    def note_age(self, kind: str, says: str, evidence: str) -> None:
        dialog = self._ask("note-age", 3).pick("What it is", kind).mark(says).write("Evidence", evidence)
        self._sent(dialog, "note-age")

    def settle_age(self, age: str, month: int, why: str) -> None:
        """`month`: the so-many-th of the list."""
        dialog = self._ask("settle-age", 3).mark(age)
        dialog.pick_at("Comes of age in", month).write("Why", why)
        self._sent(dialog, "settle-age")

    def decide(self, decision: str, why: str) -> None:
        self._sent(self._ask("decide", 5).mark(decision).write("Why", why), "decide")

    def basis(self, step: int, recipient: str, what: str, why: str) -> None:
        dialog = self._ask("basis", step).mark(recipient).mark(what).write("Reasoning", why)
        self._sent(dialog, "basis")

    def refer(self, authority: str, office: str, channel: str, letter: str) -> None:
        dialog = self._ask("refer", 6).mark(authority).write("Office of the person who took it", office)
        dialog.mark(channel).write("The very text that was handed over", letter)
        self._sent(dialog, "refer")

    def tell(self, brand: str) -> None:
        self._sent(self._ask("tell", 8).mark(brand), "tell")

    def note_month(self, how: str, outcome: str, words: str) -> None:
        """The month that is due."""
        dialog = self._ask("month", 10).mark(how).mark(outcome).write("Evidence", words)
        self._sent(dialog, "month")

    def leave(self, looked_at: str) -> None:
        """One of two voices that all is done."""
        self._sent(self._ask("exit", 12).write("What you looked at", looked_at), "exit")

    def _ask(self, deed: str, step: int) -> Dialog:
        if self.all(f".st-key-later-step-{step} details:not([open])"):
            self.click(f".st-key-later-step-{step} summary")
        return Dialog(self.walker).opened(f".st-key-protocol-{deed}-{step} button")

    def _sent(self, dialog: Dialog, deed: str) -> None:
        dialog.send(f"protocol-do-{deed}")
