"""One line of what the portal must survive: what is tried, by which tests at which door, and what shows that they can fail."""

from __future__ import annotations

from dataclasses import dataclass, field

DOORS = ("portal", "api", "light")
Tests = tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """Tests are named `folder/file::name` below tests/, without `test_` and `.py`.

    `portal` are the screens and the gateway behind them, `api` is PostgREST or bare SQL as that person, `light` the pages without
    a script. Tests of `both` run once through each of the first two. `control` shows that a detector fails when it should,
    or that
    what is right passes where what is wrong does not. `apart` says why a door is not concerned.
    """

    number: int
    tried: str
    portal: Tests = ()
    api: Tests = ()
    light: Tests = ()
    both: Tests = ()
    control: Tests = ()
    apart: dict[str, str] = field(default_factory=dict)

    def at(self, door: str) -> Tests:
        """The tests of that door."""
        own: Tests = getattr(self, door)
        return own + (self.both if door in ("portal", "api") else ())

    def every(self) -> Tests:
        """All tests of the line, each once."""
        return tuple(dict.fromkeys((*self.portal, *self.api, *self.light, *self.both, *self.control)))
