"""Where in a message something stands that could identify a person, or that asks who complained.

Hints help a moderator and decide nothing. They look for too much rather than too little: a coordinator keeps a
passage with one click, while a name that slipped through cannot be called back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers

# In this order they win where two hints meet.
KINDS = ("asks_who", "id_number", "phone", "contact", "name")
HOME = "CN"

# Full-width digits and letters become plain ones; each stays one character, so that positions still fit.
_FULL_WIDTH = {0xFF01 + step: 0x21 + step for step in range(94)} | {0x3000: 0x20}
_ID = re.compile(
    r"(?<!\d)\d{6}\s?(?:19|20)\d{2}\s?(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\s?\d{3}[\dXx](?![\dA-Za-z])"
    r"|(?:工号|员工号|厂牌号)\s*[:：是为]?\s*[A-Za-z]{0,3}\d{3,}"
    r"|\b(?:employee|staff|badge|worker)\s+(?:no\.?|number|id)\s*[:#]?\s*[A-Za-z]{0,3}\d{3,}",
    re.IGNORECASE,
)
_MOBILE = re.compile(
    r"(?<!\d)1[3-9]\d(?:[\s\-.·]?\d){8}(?!\d)|(?<![零〇一二三四五六七八九幺])[一幺][零〇一二三四五六七八九幺]{10}"
)
_CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:微信|加v|wechat|weixin|qq)(?:号|\s+id)?\s*[:：是为]?\s*[A-Za-z0-9][\w-]{4,}",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\bwho\s+(?:\w+\s+){0,3}?(?:complain|report|told|tell|spoke|call(?:ed|s)?\b|filed|wrote|talked|said)"
    r"|\bwho\s+(?:is|are|was|were)\s+(?:it|they|the\s+(?:worker|person|people|complainant|caller)s?)\b"
    r"|\b(?:names?|identit(?:y|ies)|employee numbers?)\s+of\s+(?:those|them|the\s+(?:\w+\s+)?"
    r"(?:worker|people|person|employee|complainant|caller)s?)"
    r"|\b(?:give|tell|send|show|provide)\s+(?:us|me)\s+(?:\w+\s+){0,4}?(?:names?|who|list of (?:those|workers))\b"
    r"|\bwhich\s+(?:of\s+(?:the|our)\s+)?(?:worker|employee|person|people)s?\b"
    r"|谁(?:\S{0,4}?)(?:投诉|举报|反映|告状|告的|说的|打的?电话|打过电话)|(?:投诉|举报|反映)(?:的|者|人)?(?:\S{0,2})是谁"
    r"|哪(?:一)?(?:个|位|名|些|几个)(?:员工|工人|人|工友)|什么人(?:\S{0,3})(?:投诉|举报|反映)"
    r"|(?:提供|告诉|告知|给|交出|说出)\S{0,14}?(?:姓名|名字|名单|身份)"
    r"|(?:投诉|举报|反映)(?:者|人|的人|的员工|的工人)?\S{0,4}(?:姓名|名字|名单|身份|叫什么)",
    re.IGNORECASE,
)
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜"
    "戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
# A character that follows a name rather than belongs to it.
_AFTER = "说话可以会能在是的地得和跟与也都就要想给打有没不到来去了吗呢吧让叫被把从对向把，。、；：！？,.;:!? "
_GIVEN = rf"(?:(?![{_AFTER}])[一-龥]){{1,2}}"
_ROLE = "先生|女士|小姐|师傅|经理|主管|班长|组长|主任|厂长|阿姨|大哥|大姐"
_PLACE = r"(?:[\dA-Za-z一二三四五六七八九十]{1,3}\s*号?(?:线|车间|组|班|楼|栋|宿舍)|(?:车间|宿舍|流水线))"
_NAME_ZH = re.compile(
    rf"{_PLACE}的?[{_SURNAMES}]{_GIVEN}"
    rf"|(?<![一-龥])[{_SURNAMES}](?:某某?|[一-龥]{{0,2}}?)(?:{_ROLE})"
    rf"|(?<=名叫)[{_SURNAMES}]{_GIVEN}|(?<=我叫)[{_SURNAMES}]{_GIVEN}|(?<=我是)[{_SURNAMES}]{_GIVEN}"
    rf"|(?<=姓名[:：是])[{_SURNAMES}]{_GIVEN}|(?<=联系)[{_SURNAMES}]{_GIVEN}|(?<=[找问叫])[{_SURNAMES}]{_GIVEN}"
    rf"|(?<=工友)[{_SURNAMES}]{_GIVEN}|(?<=同事)[{_SURNAMES}]{_GIVEN}|(?<=工人)[{_SURNAMES}]{_GIVEN}"
    rf"|(?<=员工)[{_SURNAMES}]{_GIVEN}|(?:小|老|阿)[{_SURNAMES}](?=[{_AFTER}])"
)
_PINYIN = (
    "Zhang|Wang|Li|Liu|Chen|Yang|Zhao|Huang|Zhou|Wu|Xu|Sun|Hu|Zhu|Gao|Lin|Guo|Ma|Luo|Liang|Zheng|Xie|Tang|Deng|Feng|"
    "Cao|Peng|Zeng|Xiao|Tian|Dong|Pan|Yuan|Cai|Jiang|Yu|Du|Ye|Cheng|Wei|Su|Lu|Ding|Ren|Shen|Yao|Tan|Liao|Qiu|Meng|Qin"
)
_NAME_EN = re.compile(
    rf"\b(?:(?:Mr|Ms|Mrs|Miss)\.?\s+[A-Z][a-z]+|(?:{_PINYIN})\s+[A-Z][a-z]+(?:\s?[A-Z]?[a-z]+(?=\s+of\s))?"
    rf"|[A-Z][a-z]+\s+(?:{_PINYIN})\b|(?<=named )[A-Z][a-z]+|(?<=called )[A-Z][a-z]+|(?<=name is )[A-Z][a-z]+)"
    r"(?:\s+(?:of|on|in|from)\s+(?:the\s+)?(?:line|workshop|team|dorm\w*|building|room|section)\s*\w*)?"
)
_SENTENCE = re.compile(r"[^。！？!?\n]*?(?:[。！？!?\n]+|\.(?=\s|$)|$)")


@dataclass(frozen=True)
class Mark:
    """A stretch `text[start:end]` of a message that somebody should look at; `kind` is one of KINDS or `chosen`."""

    start: int
    end: int
    kind: str


def find(text: str) -> tuple[Mark, ...]:
    """What a moderator should look at, from left to right, never overlapping."""
    plain = text.translate(_FULL_WIDTH)
    found = [Mark(*span, "asks_who") for span in sentences(plain) if _ASKS.search(plain[slice(*span)])]
    found += [Mark(*match.span(), "id_number") for match in _ID.finditer(plain)]
    found += [Mark(*match.span(), "phone") for match in _MOBILE.finditer(plain)]
    matcher = phonenumbers.PhoneNumberMatcher(plain, HOME, leniency=phonenumbers.Leniency.POSSIBLE)
    found += [Mark(each.start, each.end, "phone") for each in matcher if _enough(each.raw_string)]
    found += [Mark(*match.span(), "contact") for match in _CONTACT.finditer(plain)]
    for pattern in (_NAME_ZH, _NAME_EN):
        found += [Mark(*match.span(), "name") for match in pattern.finditer(plain)]
    return without_overlap(found)


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of each sentence, without the blanks around it."""
    spans = []
    for match in _SENTENCE.finditer(text):
        words = match.group()
        if words.strip():
            start = match.start() + len(words) - len(words.lstrip())
            spans.append((start, match.start() + len(words.rstrip())))
    return tuple(spans)


def without_overlap(marks: list[Mark]) -> tuple[Mark, ...]:
    """The marks in reading order; where two meet, the weightier kind stays (a moderator's own choice first)."""
    order = {kind: rank for rank, kind in enumerate(("chosen", *KINDS))}
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda one: (order[one.kind], one.start - one.end)):
        if mark.start < mark.end and all(mark.end <= each.start or mark.start >= each.end for each in kept):
            kept.append(mark)
    return tuple(sorted(kept, key=lambda one: one.start))


def _enough(raw: str) -> bool:
    """Seven digits or more: shorter runs are amounts, dates and headcounts."""
    digits = sum(sign.isdigit() for sign in raw)
    return digits >= 7 and not re.fullmatch(r"(?:19|20)\d{2}[-./ ]?\d{1,2}[-./ ]?\d{1,2}", raw.strip())
