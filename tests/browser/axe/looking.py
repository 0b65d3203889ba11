"""Look at one page with axe-core and say what is wrong, in one line each."""

from __future__ import annotations

from tests.browser.axe import source
from tests.browser.walker import Walker

GRAVE = ("serious", "critical")
_RUN = """
const done = arguments[arguments.length - 1];
axe.run(document, {resultTypes: ["violations"]}).then(found => done(found.violations.map(one => [
  one.impact, one.id, one.nodes.map(node => node.target.join(" ") + " | " + node.html.slice(0, 160))])));
"""


def wrong(walker: Walker, but: frozenset[str] = frozenset()) -> list[str]:
    """What is serious or critical on the page that is open, except for the rules in `but`."""
    walker.driver.execute_script(source())
    walker.driver.set_script_timeout(60)
    found: list[tuple[str, str, list[str]]] = walker.driver.execute_async_script(_RUN)
    return [
        f"{impact} {rule}: {place}" for impact, rule, places in found for place in places if impact in GRAVE and rule not in but
    ]
