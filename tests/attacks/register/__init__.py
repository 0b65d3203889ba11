"""The register of attacks: 48 lines, each with its tests at every door that it concerns, and a control."""

from tests.attacks.register.authority import AUTHORITY
from tests.attacks.register.doing import DOING
from tests.attacks.register.input import INPUT
from tests.attacks.register.line import DOORS, Line
from tests.attacks.register.sessions import SESSIONS

LINES: tuple[Line, ...] = tuple(sorted((*AUTHORITY, *SESSIONS, *INPUT, *DOING), key=lambda line: line.number))

__all__ = ["DOORS", "LINES", "Line"]
