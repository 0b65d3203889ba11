"""From finding to closing on the case page, and what the worker answers on her own."""

from __future__ import annotations

from datetime import date

from tests.browser.screens import Case, Mine
from tests.browser.screens_dialog import DIALOG, Dialog


class Procedure(Case):
    """A case page, from the finding on."""

    def declare_no_conflict(self) -> None:
        Dialog(self.walker).opened(".st-key-next-declare button").send("do-declare-none")

    def take_in(self, kind: str, words: str) -> None:
        Dialog(self.walker).opened(".st-key-take button").press(kind).write("What it says", words).send("do-take")

    def judge(self, outcome: str, reason: str) -> None:
        Dialog(self.walker).opened(".st-key-find button").mark(outcome).write("Why", reason).send("do-find")

    def plan(self, deed: str, owner: str, due: date, wanted: str) -> None:
        dialog = Dialog(self.walker).opened(".st-key-plan-add button").write("What is to be done", deed)
        dialog.pick("Who owes it", owner).day("Until the end of", due)
        dialog.write("What will show that it is done", wanted).send("do-write")

    def owe(self, what: str, amount: str, label: str) -> None:
        """The factory agreed to this much."""
        dialog = Dialog(self.walker).opened(".st-key-entry-add button").pick("What", what)
        dialog.write("Amount", amount).write("A few words, no names", label).press("Agreed").send("do-entry")

    def accept(self) -> None:
        self.click(".st-key-plan-accept button")
        self.walker.until(lambda: not self.all(".st-key-plan-accept"), "the plan to be accepted")
        self.walker.settle()

    def claim(self, words: str) -> None:
        """A factory says that its first action is done."""
        dialog = Dialog(self.walker).opened('[class*="st-key-claim-"] button')
        self.fill(f'{DIALOG} [class*="st-key-claim-words-"] textarea', words)
        dialog.send("do-claim")

    def paid(self, amount: str) -> None:
        dialog = Dialog(self.walker).opened('[class*="st-key-entry-open-"] button')
        self.fill(f"{DIALOG} .st-key-amount-paid input", amount)
        dialog.send("do-stage")

    def verify(self, words: str) -> None:
        dialog = Dialog(self.walker).opened('[class*="st-key-open-"] button', "Open")
        dialog.press("Verify").mark("Yes, verified").write("What was seen", words).send("do-verify")

    def close(self, reason: str) -> None:
        dialog = Dialog(self.walker).opened(".st-key-steer-move button").mark("Closed")
        dialog.pick("Reason", reason).send("do-move")


class Answers(Mine):
    """What a worker says to the questions on her page."""

    def read(self) -> None:
        self.walker.open("/mine")
        self.walker.find('[class*="st-key-due-standing"]')
        self.walker.settle()

    def say(self, question: str) -> None:
        """Yes to the question of that kind, which stands first; until it is asked no more."""
        self.click(f".st-key-ask-{question}-0 button")
        self.walker.until(
            lambda: not self.all(f'[class*="st-key-ask-{question}-"]'), f"no question about the {question} any more"
        )
        self.walker.settle()
