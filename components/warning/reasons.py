"""Why, in words: from keys and facts to sentences that a coordinator reads in passing. Everything here may stand in Markdown."""

from __future__ import annotations

from components import naming, plain
from components.i18n import Words, spoken, t
from db.models.warning import Reason, Warned

SUREST = 4.0
NAMED = 4  # of several workplaces so many are named


def cause(one: Warned) -> str:
    """What it is about: the issue that most cases have, else the category, else what kind of thing it is."""
    if one.code is not None:
        return naming.known("issue", one.code, "issue-unknown")
    return t(f"category-{one.cause}") if one.cause else t(f"warning-about-{one.kind}")


def sentences(one: Warned) -> str:
    """All reasons, one after the other."""
    return spoken().say_sentences(*(sentence(each) for each in one.reasons))


def sentence(one: Reason) -> str:
    """One reason. Names of brands, cities and workplaces are people's words and lose their meaning for Markdown."""
    words = spoken()
    group = (
        t("warning-of-brand", name=plain.label(one.brand))
        if one.brand
        else t("warning-of-city", name=plain.label(one.city or ""))
    )
    match one.key:
        case "cluster":
            return t("warning-cluster", n=one.n, weeks=one.weeks, usual=usual(words, one))
        case "spreading":
            places = words.say_list([plain.label(each) for each in one.sites[:NAMED]])
            return t(
                "warning-spreading", n=one.n, weeks=one.weeks, sites=len(one.sites), group=group, places=places,
                more=max(0, len(one.sites) - NAMED), usual=usual(words, one),
            )  # fmt: skip
        case "severity":
            return t("warning-severity", high=one.high, n=one.n, weeks=one.weeks, share=one.share)
        case "sisters":
            return t("warning-sisters", n=one.n, group=group)
        case "everywhere":
            return t("warning-everywhere", times=words.say_number(one.times))
        case "silent":
            return t("warning-silent", span=time(one.weeks), n=round(one.usual))
        case "never":
            return t("warning-never" if one.whole else "warning-never-yet")
        case _:
            return t(f"warning-{one.key}", n=one.n)


def usual(words: Words, one: Reason) -> str:
    """ "2 in that time", or "one in 14 weeks" where less than one is usual; beyond a year "hardly ever"."""
    if one.usual >= 0.95:
        return words.t("warning-usual-many", n=round(one.usual))
    weeks = one.weeks / one.usual if one.usual > 0 else 999
    return words.t("warning-usual-rare", span=time(round(weeks))) if weeks <= 104 else words.t("warning-usual-never")


def time(weeks: int) -> str:
    """Weeks up to half a year, then months."""
    return t("warning-weeks", n=weeks) if weeks < 27 else t("warning-months", n=round(weeks / 4.345))


def chance(one: Warned) -> str:
    """How likely chance alone does that. A model is never surer than one in ten thousand: its own errors are larger."""
    times = 10.0 ** min(-one.chance, SUREST)
    size = 10 ** max(0, len(str(int(times))) - 1)
    said = spoken().say_number(max(2, int(times) // size * size))
    return t("warning-chance-under" if one.chance <= -SUREST else "warning-chance", n=said)
