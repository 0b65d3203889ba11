"""Findings of the linters that were looked at and stay, each with its reason. Nothing else passes; no line is left over."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that a linter said of something."""

    rule: str
    where: str
    said: str = ""


@dataclass(frozen=True)
class Allowed:
    """A rule, a pattern of what it may be said of, and why."""

    rule: str
    where: str
    why: str

    def covers(self, finding: Finding) -> bool:
        return finding.rule == self.rule and re.fullmatch(self.where, finding.where) is not None


def judged(findings: Iterable[Finding], allowed: Iterable[Allowed]) -> tuple[list[Finding], list[Allowed]]:
    """The findings that nobody allowed, and the lines that allow nothing any more."""
    findings, allowed = list(findings), list(allowed)
    left = [one for one in findings if not any(line.covers(one) for line in allowed)]
    return left, [line for line in allowed if not any(line.covers(one) for one in findings)]


def in_words(findings: Iterable[Finding]) -> str:
    """One a line, for the message of a failing test."""
    return "\n".join(f"{one.rule} {one.where}: {one.said[:300]}" for one in findings)
