"""Figures of an incident: typed, plausible, and never people for money.

People are whole numbers, money is yuan. Chinese people write 1800000 and 4 into each other's field at
three in the morning; ``check`` catches that before anything is stored.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from dutydesk.kernel import casualties, typed_numbers
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Worded, vocabulary

PEOPLE = (
    "deaths",
    "missing",
    "serious_injuries",
    "injured",
    "participants",
    "threatened_people",
    "evacuated",
    "acute_deaths",
    "acute_radiation_ill",
    "fight_participants",
    "prison_riot_people",
    "stranded_people",
    "stranded_aloft_people",
    "utility_people",
    "data_persons",
)
COUNTS = ("derailed_passenger_cars", "derailed_freight_cars", "households", "guns")
"""Whole numbers of things."""
MONEY = ("loss_yuan", "potential_loss_yuan", "cash_yuan")
HOURS = (
    "line_cut_hours",
    "uncontrolled_hours",
    "busy_line_cut_hours",
    "other_line_cut_hours",
    "metro_stop_hours",
    "outage_hours",
    "stranded_hours",
    "stranded_aloft_hours",
    "lift_trapped_hours",
    "traffic_block_hours",
    "works_stop_hours",
    "cii_down_hours",
    "cii_part_down_hours",
    "site_down_hours",
)
MEASURES = ("magnitude", *HOURS, "lives_in_danger", "area_ha", "grass_area_ha", "oil_tonnes", "flood_return_years")
FIELDS = (*PEOPLE, *COUNTS, *MONEY, *MEASURES)

RISES = ("deaths", "missing", "serious_injuries", "injured", "participants")
"""A rise in one of these opens a change report (R23)."""

NAMES: Mapping[str, str] = vocabulary(
    {
        "deaths": "死亡",
        "missing": "失联",
        "serious_injuries": "重伤",
        "injured": "受伤",
        "participants": "参与人数",
        "threatened_people": "受威胁",
        "evacuated": "转移",
        "acute_deaths": "急性死亡",
        "acute_radiation_ill": "急性重度放射病或局部残疾",
        "fight_participants": "械斗人数",
        "prison_riot_people": "暴狱人数",
        "stranded_people": "滞留人数",
        "stranded_aloft_people": "高空滞留人数",
        "utility_people": "影响用水用电用气出行人数",
        "data_persons": "泄露个人信息人数",
        "derailed_passenger_cars": "客车脱轨辆数",
        "derailed_freight_cars": "货车脱轨辆数",
        "households": "受影响户数",
        "guns": "枪支数",
        "loss_yuan": "直接损失",
        "potential_loss_yuan": "潜在损失",
        "cash_yuan": "被抢被盗现金",
        "magnitude": "震级",
        "line_cut_hours": "中断小时",
        "uncontrolled_hours": "失控小时",
        "busy_line_cut_hours": "中断繁忙干线小时",
        "other_line_cut_hours": "中断其他线路小时",
        "metro_stop_hours": "轨道交通中断小时",
        "outage_hours": "停供小时",
        "stranded_hours": "滞留小时",
        "stranded_aloft_hours": "高空滞留小时",
        "lift_trapped_hours": "电梯困人小时",
        "traffic_block_hours": "阻断交通小时",
        "works_stop_hours": "重点工程停工小时",
        "cii_down_hours": "关键设施整体中断小时",
        "cii_part_down_hours": "关键设施主要功能中断小时",
        "site_down_hours": "门户网站中断小时",
        "lives_in_danger": "生命受威胁",
        "area_ha": "受害森林面积",
        "grass_area_ha": "受害草原面积",
        "oil_tonnes": "溢油量",
        "flood_return_years": "洪水重现期",
    }
)
UNITS: Mapping[str, str] = vocabulary(
    {
        **dict.fromkeys(PEOPLE, "人"),
        **dict.fromkeys(MONEY, "元"),
        **dict.fromkeys(HOURS, "小时"),
        "derailed_passenger_cars": "辆",
        "derailed_freight_cars": "辆",
        "households": "户",
        "guns": "支",
        "magnitude": "级",
        "lives_in_danger": "人",
        "area_ha": "公顷",
        "grass_area_ha": "公顷",
        "oil_tonnes": "吨",
        "flood_return_years": "年",
    }
)
"""In what a figure is counted; a figure typed with another unit is refused."""
MOST: Mapping[str, float] = {"magnitude": 10}
"""What cannot be exceeded in nature."""
CONFIRM_ABOVE: Mapping[str, float] = {
    **dict.fromkeys(HOURS, 2_400),
    "derailed_passenger_cars": 40,
    "derailed_freight_cars": 200,
    "households": 10_000_000,
    "guns": 1_000,
    "area_ha": 1_000_000,
    "grass_area_ha": 1_000_000,
    "oil_tonnes": 1_000_000,
    "flood_return_years": 10_000,
    "acute_deaths": 100,
    "acute_radiation_ill": 1_000,
    "stranded_aloft_people": 1_000,
}
"""Above these a figure of the newer kinds must be typed again; ours, far above the highest step of any table."""
ALIASES: Mapping[str, str] = {
    "loss": "loss_yuan",
    "ill": "injured",
    "患病": "injured",
    **{name: key for key, name in NAMES.items()},
    "损失": "loss_yuan",
}

TEN_THOUSAND = 10_000


class BadFigureError(Worded):
    """A figure that cannot be; ``field`` names it. ``swap`` holds the exchanged values when two look swapped."""

    def __init__(self, field: str, template: str, *values: Any, swap: Mapping[str, float] | None = None) -> None:
        super().__init__(template, *values)
        self.field = field
        self.swap = dict(swap or {})


@dataclass(frozen=True)
class Limits:
    """Plausibility limits, from ``taxonomy.toml`` [plausible]."""

    deaths_confirm_above: int = 100
    injured_confirm_above: int = 1000
    missing_confirm_above: int = 500
    loss_confirm_below: int = 1_000
    loss_confirm_above: int = 10_000_000_000


def field_name(word: str) -> str:
    """Return the figure's field for what was typed (an alias or a Chinese name is fine).

    Raises:
        BadFigureError: no such figure.
    """
    key = ALIASES.get(word, word)
    if key not in FIELDS:
        raise BadFigureError(word, "没有 “{0}” 这个数字; 可填: {1}", word, ", ".join(FIELDS))
    return key


def read(field: str, typed: str | float) -> float:
    """Read one figure: full-width digits, thousands commas, 万 and 亿, numbers in Chinese words are fine.

    Raises:
        BadFigureError: not a number, negative, or a fraction of a person.
    """
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", str(typed)))
    if field in HOURS and (length := typed_numbers.hours(text)) is not None:
        return length
    exact, tail = typed_numbers.with_unit(text)
    if exact is None or any(c.isdigit() and not c.isdecimal() for c in str(typed)):
        raise BadFigureError(field, "{0} 不是数字: {1}", NAMES[field], typed)
    value = float(exact)
    if value < 0:
        raise BadFigureError(field, "{0} 不能是负数: {1}", NAMES[field], typed)
    if field in PEOPLE and tail == "元":
        raise BadFigureError(field, "{0} 是人数, 不能以元计: {1}", NAMES[field], typed)
    if field in MONEY and tail == "人":
        raise BadFigureError(field, "{0} 是金额 (元), 不能以人计: {1}", NAMES[field], typed)
    if tail and tail != UNITS[field]:
        raise BadFigureError(field, "{0} 以{1}计, 不能以{2}计: {3}", NAMES[field], UNITS[field], tail, typed)
    if field in (*PEOPLE, *COUNTS) and exact != exact.to_integral_value():
        raise BadFigureError(field, "{0} 须为整数: {1}", NAMES[field], typed)
    if value > MOST.get(field, value):
        raise BadFigureError(field, "{0} 最大为 {1}: {2}", NAMES[field], f"{MOST[field]:g}", typed)
    return int(exact) if exact == exact.to_integral_value() else value


def check(values: Mapping[str, float], limits: Limits, *, confirmed: bool = False) -> None:
    """Refuse improbable figures unless they were confirmed by typing them again.

    Raises:
        BadFigureError: with ``swap`` when people and money look exchanged (never swapped silently).
    """
    if confirmed:
        return
    suspicious = {
        field: value for field, value in values.items() if field in PEOPLE and _too_many(field, value, limits)
    }
    small_money = {
        field: value for field, value in values.items() if field in MONEY and 0 < value < limits.loss_confirm_below
    }
    if suspicious and small_money:
        people, money = next(iter(suspicious)), next(iter(small_money))
        raise BadFigureError(
            people,
            "{0} {1} 人、{2} {3} 元: 两项似乎填反了; 未保存. 可按 “互换” 交换, 或核对后重填确认",
            NAMES[people],
            f"{suspicious[people]:.0f}",
            NAMES[money],
            f"{small_money[money]:.0f}",
            swap={people: small_money[money], money: suspicious[people]},
        )
    for field, value in suspicious.items():
        raise BadFigureError(
            field, "{0} {1} 人, 超出常理; 未保存. 请核对, 属实则重填确认", NAMES[field], f"{value:.0f}"
        )
    for field, value in small_money.items():
        raise BadFigureError(
            field, "{0} 只有 {1} 元, 像是人数填错了栏; 未保存. 属实则重填确认", NAMES[field], f"{value:.0f}"
        )
    for field, value in values.items():
        if value > CONFIRM_ABOVE.get(field, value):
            raise BadFigureError(
                field, "{0} {1} {2}, 超出常理; 未保存. 请核对, 属实则重填确认", NAMES[field], f"{value:g}", UNITS[field]
            )
    loss = values.get("loss_yuan", 0)
    if loss > limits.loss_confirm_above:
        raise BadFigureError(
            "loss_yuan", "{0} {1} 元, 超出常理; 未保存. 请核对, 属实则重填确认", NAMES["loss_yuan"], f"{loss:.0f}"
        )


def _too_many(field: str, value: float, limits: Limits) -> bool:
    above = {
        "deaths": limits.deaths_confirm_above,
        "injured": limits.injured_confirm_above,
        "serious_injuries": limits.injured_confirm_above,
        "missing": limits.missing_confirm_above,
    }.get(field)
    if above is None:
        return False
    return value > above or (field == "deaths" and value >= TEN_THOUSAND and value % TEN_THOUSAND == 0)


def fallen(values: Mapping[str, float], previous: Mapping[str, float | None]) -> list[str]:
    """Return the people fields that fell and must be explained.

    When deaths rise and injured fall by the same number, nobody is asked: the injured died (R23).
    """
    down = {
        field: (previous.get(field) or 0) - value
        for field, value in values.items()
        if field in PEOPLE and previous.get(field) is not None and value < (previous.get(field) or 0)
    }
    deaths_up = values.get("deaths", previous.get("deaths") or 0) - (previous.get("deaths") or 0)
    return [
        field
        for field, drop in down.items()
        if not (field in {"injured", "serious_injuries"} and deaths_up > 0 and drop == deaths_up)
    ]


def unaccounted(values: Mapping[str, float], previous: Mapping[str, float | None]) -> float:
    """Return how many of the missing are gone and neither dead nor injured by the same figures: somebody says they are safe."""
    found = sum(max(0.0, values.get(name, 0) - (previous.get(name) or 0)) for name in ("deaths", "injured"))
    return max(0.0, (previous.get("missing") or 0) - values.get("missing", 0) - found)


def risen(values: Mapping[str, float], previous: Mapping[str, float | None]) -> list[str]:
    """Return the fields whose rise opens a change report (R23); an unknown figure counts as none before."""
    return [field for field in RISES if field in values and values[field] > (previous.get(field) or 0)]


def spell(values: Mapping[str, float], unverified: Collection[str] = ()) -> str:
    """Return the figures as people read them: 4人死亡、6人受伤, 直接损失180万元; a recorded 0 is told.

    ``unverified``: fields whose figure is marked 待核实.
    """
    people = casualties.listed(values, unverified, zeros=True)
    others = [
        _spell_one(field, values[field]) + (casualties.UNVERIFIED if field in unverified else "")
        for field in FIELDS
        if field in values and field not in casualties.FIELDS
    ]
    return ", ".join(filter(None, (people, *others)))


def amount(field: str, value: float) -> str:
    """Return how much of a figure, with its unit: 45人, 15万人, 3.5小时, 180万元."""
    if field in MONEY:
        return spell_yuan(value)
    return casualties.persons(value, UNITS[field])


_COUNTED = re.compile("[人辆户]?数$|小时$")
"""What the name of a figure says of its unit: 参与人数, 中断小时, 受影响户数."""


def _spell_one(field: str, value: float) -> str:
    name = _COUNTED.sub("", NAMES[field])
    return f"{name}{amount(field, value)}"


def spell_yuan(value: float) -> str:
    """Return an amount in yuan with 万, with 亿 where two decimals say all of it: 1.5亿元, 12345.67万元."""
    for unit, size in (("亿", 100_000_000), ("万", 10_000)):
        if value >= size and (unit == "万" or Decimal(str(value)) % (size // 100) == 0):
            return f"{(Decimal(str(value)) / size).normalize():f}{unit}元"
    return f"{Decimal(str(value)):f}元"
