"""The portal's words: every sentence a screen shows comes from the catalogue by its key.

`t("case-held-note")` speaks the language of this script run, which the router sets with `speak`.
`Words("zh-Hans")` is the same for callers without a script run, such as the light page.
Dates and spans come from Babel, on the workplace's clock.
"""

from __future__ import annotations

from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_interval, get_timezone_name

from components.catalogue import DEFAULT, LANGUAGES, Catalogue, Fact, MissingWords, nearest

__all__ = [
    "DEFAULT", "LANGUAGES", "ZONE", "MissingWords", "Words", "dwell", "nearest", "now", "say_date", "say_due", "say_instant",
    "say_number", "speak", "spoken", "t", "words", "zone",
]  # fmt: skip

# Deadlines are kept in the workplace's time zone (DOMAIN 4). Where several workplaces stand on one screen, China's.
USUAL_ZONE = "Asia/Shanghai"
ZONE = ZoneInfo(USUAL_ZONE)  # for lists and files about several workplaces; on one case ask `zone()`

_DAY = {"en": "EEE d MMM", "zh-Hans": "M月d日（EEE）"}
_LONG_DAY = {"en": "EEEE d MMMM", "zh-Hans": "M月d日（EEE）"}
_DAY_AND_YEAR = {"en": "d MMM y", "zh-Hans": "y年M月d日"}
_SHORT_DAY = {"en": "d MMM", "zh-Hans": "M月d日"}
_STAMP_DAY = {"en": "EEE d MMM", "zh-Hans": "M月d日 EEE"}
_MONTH = {"en": "MMMM y", "zh-Hans": "y年M月"}


class Words(Catalogue):
    """The catalogue of one language with its way of telling time; made once per process by `words`."""

    def __init__(self, language: str) -> None:
        super().__init__(language)
        # The same few days stand on every row; formatting one costs as much as drawing an element.
        self._dated = lru_cache(maxsize=4096)(self._write_date)
        self._spanned = lru_cache(maxsize=1024)(self._write_span)
        self._stamped = lru_cache(maxsize=4096)(self._write_instant)

    def _write_date(self, day: date, pattern: str) -> str:
        return format_date(day, pattern, locale=self.icu)

    def say_date(self, day: date | datetime) -> str:
        """ "Fri 27 Nov" / "11月27日（周五）"; with the year once it is not this year's."""
        day = _day(day)
        pattern = _DAY if day.year == now().year else _DAY_AND_YEAR
        return self._dated(day, pattern[self.language])

    def say_short_date(self, day: date | datetime) -> str:
        """ "27 Nov" / "11月27日", where the weekday would be noise."""
        day = _day(day)
        pattern = _SHORT_DAY if day.year == now().year else _DAY_AND_YEAR
        return self._dated(day, pattern[self.language])

    def say_dated(self, day: date | datetime) -> str:
        """ "30 Sep 2026" / "2026年9月30日": always with its year, for what is read for years."""
        return self._dated(_day(day), _DAY_AND_YEAR[self.language])

    def say_long_date(self, day: date | datetime) -> str:
        """ "Thursday 26 November" / "11月26日（周四）", inside a sentence."""
        return self._dated(_day(day), _LONG_DAY[self.language])

    def say_month(self, day: date | datetime) -> str:
        """ "November 2026" / "2026年11月"."""
        return self._dated(_day(day), _MONTH[self.language])

    def say_time(self, instant: datetime) -> str:
        """ "08:31", on the workplace's clock."""
        return instant.astimezone(zone()).strftime("%H:%M")

    def say_instant(self, instant: datetime) -> str:
        """When something was written: "Today, 08:31", "Fri 20 Nov, 11:05" / "今天 08:31"."""
        return self._stamped(instant.astimezone(zone()), now().date(), str(zone()))

    def say_moment(self, instant: datetime) -> str:
        """The same inside a sentence: "today, 08:31"."""
        local = instant.astimezone(zone())
        if local.date() == now().date():
            return self.t("shell-today-inside", time=local.strftime("%H:%M"))
        return self.say_instant(instant)

    def _write_instant(self, local: datetime, today: date, _zone: str) -> str:
        # Equal instants of two zones are one key; the zone tells them apart.
        time = local.strftime("%H:%M")
        if local.date() == today:
            return self.t("shell-today-at", time=time)
        pattern = _STAMP_DAY if local.year == today.year else _DAY_AND_YEAR
        day = self._dated(local.date(), pattern[self.language])
        return self.t("shell-day-at", day=day, time=time)

    def say_due(self, due: datetime | date) -> str:
        """A deadline in words: "Fri 27 Nov, in 3 days", "Today 12:31", "Overdue by 40 min, was due 09:03"."""
        if not isinstance(due, datetime):
            days = (due - now().date()).days
            if days < 0:
                return self.t("shell-overdue-days", day=self.say_date(due), days=-days)
            return self.t("shell-due-days", day=self.say_date(due), days=days)
        local = due.astimezone(zone())
        if local < now():
            return self._overdue(local)
        days = (local.date() - now().date()).days
        if days == 0:
            return self.t("shell-due-today", time=self.say_time(local))
        return self.t("shell-due-days", day=self.say_date(local), days=days)

    def _overdue(self, due: datetime) -> str:
        late = now() - due
        if due.date() == now().date():
            return self.t("shell-overdue-today", late=self.say_span(late), time=self.say_time(due))
        if late < timedelta(days=2):
            hours = timedelta(hours=late.total_seconds() // 3600)
            return self.t("shell-overdue", late=self.say_span(hours), day=self.say_date(due))
        return self.t("shell-overdue-days", day=self.say_date(due), days=late.days)

    def say_span(self, span: timedelta) -> str:
        """ "40 min", "1 h 12 min", "3 days"."""
        minutes = max(0, int(span.total_seconds() // 60))
        if minutes < 60:
            return self.t("shell-minutes", minutes=minutes)
        if minutes < 48 * 60:
            hours, rest = divmod(minutes, 60)
            return self.t("shell-hours", hours=hours, minutes=rest)
        return self.t("shell-days", days=minutes // (24 * 60))

    def say_of(self, head: str, rest: str) -> str:
        """ "Factory: first answer" / "工厂：首次答复", with the colon of the language."""
        return self.t("shell-of", head=head, rest=rest)

    def say_zone(self, place: str | None = None) -> str:
        """ "China Standard Time" / "中国标准时间": on whose clock times are told, or how a zone is called."""
        return get_timezone_name(datetime.now(ZoneInfo(place) if place else zone()), locale=self.icu)

    def say_days(self, first: datetime, last: datetime) -> str:
        """ "3 – 18 November" / "11月3日至18日": from one day to another."""
        return self._spanned(_day(first), _day(last))

    def _write_span(self, start: date, end: date) -> str:
        skeleton = "MMMMd" if start.year == end.year else "yMMMd"
        return str(format_interval(start, end, skeleton, locale=self.icu))


def now() -> datetime:
    """This instant on the workplace's clock."""
    return datetime.now(zone())


def _day(day: date | datetime) -> date:
    if isinstance(day, datetime):
        aware = day if day.tzinfo else day.replace(tzinfo=UTC)
        return aware.astimezone(zone()).date()
    return day


@cache
def words(language: str) -> Words:
    """The one catalogue of that language in this process."""
    return Words(language)


_spoken: ContextVar[Words | None] = ContextVar("spoken", default=None)
_dwells: ContextVar[str | None] = ContextVar("dwells", default=None)
_REMEMBERED, _DWELT = "spoken_language", "zone_of_place"


def dwell(place: str, *, script: bool = True) -> None:
    """From here on times are told on the clocks of that zone. A page that is no script run says `script=False`."""
    _dwells.set(place)
    if script:
        import streamlit as st  # noqa: PLC0415  (as in `speak`)

        st.session_state[_DWELT] = place


def zone() -> ZoneInfo:
    """The zone in which times are told now: that of the workplace, or the usual one."""
    return ZoneInfo(_dwells.get() or _dwelt())


def _dwelt() -> str:
    """A fragment that is drawn again alone knows the zone of the whole page's last run."""
    from streamlit.runtime.scriptrunner import get_script_run_ctx  # noqa: PLC0415  (as in `speak`)

    if get_script_run_ctx(suppress_warning=True) is None:
        return USUAL_ZONE
    import streamlit as st  # noqa: PLC0415

    place = str(st.session_state.get(_DWELT, USUAL_ZONE))
    _dwells.set(place)
    return place


def speak(language: str) -> Words:
    """Set the language of this script run; the router calls it before anything is drawn.

    Until `dwell`, times are the usual zone's.
    """
    import streamlit as st  # noqa: PLC0415  (the light page uses this module without a script run)

    chosen = words(nearest(language))
    _spoken.set(chosen)
    st.session_state[_REMEMBERED] = chosen.language
    dwell(USUAL_ZONE)
    return chosen


def spoken() -> Words:
    """The catalogue of this script run. A callback runs before the router: then the last run's."""
    chosen = _spoken.get()
    if chosen is None:
        import streamlit as st  # noqa: PLC0415  (as above)

        chosen = words(str(st.session_state.get(_REMEMBERED, DEFAULT)))
        _spoken.set(chosen)
    return chosen


def t(key: str, /, **facts: Fact) -> str:
    return spoken().t(key, **facts)


def say_date(day: date | datetime) -> str:
    return spoken().say_date(day)


def say_instant(instant: datetime) -> str:
    return spoken().say_instant(instant)


def say_number(number: float) -> str:
    return spoken().say_number(number)


def say_due(due: datetime | date) -> str:
    return spoken().say_due(due)
