"""Who plays in the demonstration: organisations, supply links, people. All made up."""

from __future__ import annotations

from dataclasses import dataclass

DEMO_PASSWORD = "handshake-demo"


@dataclass(frozen=True)
class Player:
    """Somebody of the demonstration who can sign in; `organization` is a name below."""

    email: str
    name: str
    role: str
    organization: str
    language: str = "en"


HANDSHAKE = "Handshake"
LIANFENG = "Lianfeng Footwear"
TIANHE = "Tianhe Knitwear"
LUOJIE = "Luojie Plastics"
GUOJUAN = "Guojuan Electronics"
WANGWEI = "Wangwei Garments"
YONGAN = "Yongan Toys"

# kind, name, city, country, headcount
ORGANIZATIONS: tuple[tuple[str, str, str | None, str, int | None], ...] = (
    ("handshake", HANDSHAKE, None, "CN", None),
    ("workplace", LIANFENG, "Huizhou", "CN", 2150),
    ("workplace", TIANHE, "Jiaxing", "CN", 860),
    ("workplace", LUOJIE, "Putian", "CN", 1240),
    ("workplace", GUOJUAN, "Hangzhou", "CN", 3400),
    ("workplace", WANGWEI, "Weifang", "CN", 1500),
    ("workplace", YONGAN, "Shantou", "CN", 620),
    ("authority", "Labour Inspectorate of Jiaxing", "Jiaxing", "CN", None),
    ("brand", "Brand A", None, "US", None),
    ("brand", "Brand F", None, "FR", None),
    ("brand", "Brand J", None, "JP", None),
    ("brand", "Brand K", None, "DE", None),
    ("brand", "Brand M", None, "SE", None),
)

# brand, workplace: several brands at one workplace, several workplaces of one brand
LINKS: tuple[tuple[str, str], ...] = (
    ("Brand K", LIANFENG),
    ("Brand A", LIANFENG),
    ("Brand J", LIANFENG),
    ("Brand K", TIANHE),
    ("Brand F", TIANHE),
    ("Brand A", LUOJIE),
    ("Brand K", LUOJIE),
    ("Brand J", GUOJUAN),
    ("Brand K", GUOJUAN),
    ("Brand M", WANGWEI),
    ("Brand K", WANGWEI),
    ("Brand A", YONGAN),
    ("Brand K", YONGAN),
)

PLAYERS: tuple[Player, ...] = (
    Player("lin.yue@handshake.example", "Lin Yue", "coordinator", HANDSHAKE),
    Player("ada.okafor@handshake.example", "Ada Okafor", "supervisor", HANDSHAKE),
    Player("mei.tan@handshake.example", "Mei Tan", "custodian", HANDSHAKE),
    Player("chen@lianfeng.example", "Chen Guang", "factory", LIANFENG, "zh-Hans"),
    Player("wu@tianhe.example", "Wu Hong", "factory", TIANHE, "zh-Hans"),
    Player("he@luojie.example", "He Ping", "factory", LUOJIE, "zh-Hans"),
    Player("k.weber@brandk.example", "Katrin Weber", "brand", "Brand K"),
    Player("sara@branda.example", "Sara Lindqvist", "brand", "Brand A"),
)
