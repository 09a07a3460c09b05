"""Numbers in official Chinese texts: 3, 1,200, 两, 十二, 廿三, 叁, 一百八十, 1.8, and how exactly they are meant."""

from __future__ import annotations

import math
import unicodedata

from dutydesk.kernel.patterns import late
from dutydesk.kernel.values import dataclass

DIGITS = {
    **{c: n for n, c in enumerate("零一二三四五六七八九")},
    **{c: n for n, c in enumerate("壹贰叁肆伍陆柒捌玖", 1)},
    "〇": 0,
    "两": 2,
    "俩": 2,
    "仨": 3,
}
SIZES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1_000, "仟": 1_000, "万": 10_000, "亿": 100_000_000}
TENS = {"廿": 20, "卅": 30, "卌": 40}
HAN = "零〇一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟俩仨廿卅卌"
NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?[百千]?|(?<![大内登着水入退队])[{HAN}]+)"
"""A number as it is written, without 万 and 亿; no number is in 大陆, 登陆, 水陆, 队伍, 入伍."""

_TRADITIONAL = str.maketrans(
    "傷難聯蹤絡兩貳參陸燒燙凍壓電斃醫療無員眾經濟損財產萬億縣鎮鄉轉餘達個報據確認證實較輕總計約數現場獲險職殞導從師學幾開後沒發處過還",
    "伤难联踪络两贰叁陆烧烫冻压电毙医疗无员众经济损财产万亿县镇乡转余达个报据确认证实较轻总计约数现场获险职殒导从师学几开后没发处过还",
)
"""Traditional signs of the words that say how many came to harm, and what was lost."""

_BETWEEN_FIGURES = late(r"(?<=\d)[^\S\n]+(?=\d)")
_BLANK = late(r"[^\S\n]+")
_KEPT = "，。；：、！？（）“”‘’《》"

LONGEST = 24
"""Figures of the longest number that anybody means: of an account, with its blanks left out."""
_ENDLESS = late(rf"[\d{HAN}十拾万亿]{{{LONGEST + 1},}}")


def without_endless(line: str) -> str:
    """Return a line of the same length without runs of more figures than a number has.

    What looks for numbers takes the square of a run's length, or more.
    """
    return _ENDLESS.sub(lambda found: "□" * len(found[0]), line)


def plain(text: str) -> str:
    """Return a text with full-width figures and letters, and traditional signs, made plain and blanks taken out; Chinese marks stay.

    Blanks between two figures become a bar, so that two numbers stay two.
    """
    folded = "".join(c if c in _KEPT else unicodedata.normalize("NFKC", c) for c in text)
    folded = folded.translate(_TRADITIONAL).replace("(", "（").replace(")", "）").replace(";", "；").replace("\r", "\n")
    return without_endless(_BLANK.sub("", _BETWEEN_FIGURES.sub("|", folded)))


def value(word: str) -> float:
    """Return the value of a number that matched ``NUMBER``; 十几 and the like are the caller's affair."""
    if word[:1].isdigit():
        size = SIZES.get(word[-1], 1)  # 3百
        return float(word.rstrip("百千").replace(",", "")) * size
    total, digit = 0, 0
    if not any(c in SIZES or c in TENS for c in word):  # 二〇, 一三: read figure by figure
        return float("".join(str(DIGITS[c]) for c in word))
    for c in word:
        if c in SIZES:
            total += (digit or 1) * SIZES[c]
            digit = 0
        elif c in TENS:
            total += TENS[c]
        else:
            digit = DIGITS[c]
    return float(total + digit)


@dataclass(frozen=True)
class Amount:
    """How much a text says: anything from ``low`` to ``high``, both included; the same for an exact number."""

    low: float
    high: float

    def holds(self, recorded: float) -> bool:
        """Return whether a recorded figure is what is said."""
        return self.low - 1e-6 <= recorded <= self.high + 1e-6


def about(number: float, before: str, after: str, scale: float = 1) -> Amount:
    """Return what a number says with the words around it: 约, 近, 至少, 余, 以上.

    Args:
        number: as written, without 万 and 亿.
        before: a word before it, or empty.
        after: a word behind it, or empty.
        scale: what 万 or 亿 make of it.
    """
    step = _step(number) * scale
    said = number * scale
    if after in {"余", "多", "来", "几", "数"}:
        return Amount(said, said + step)
    if before in {"近", "将近", "接近"}:
        return Amount(max(said - step, 0.8 * said), said)
    if before in {"不到", "不足"}:
        return Amount(said - step, said)
    if before in {"不超过", "不多于", "至多", "最多"} or after == "以下":
        return Amount(0, said)
    if before in {"至少", "超", "超过", "逾", "不少于", "多达", "上"} or after == "以上":
        return Amount(said, math.inf)
    if before in {"约", "大约", "大概", "约为"} or after in {"左右", "上下"}:
        return Amount(said - step / 2, said + step / 2)
    return Amount(said, said)


def _step(number: float) -> float:
    """Return the place of the last figure that is not zero: 10 for 180, 0.1 for 1.8."""
    if number == 0:
        return 1
    step = 0.001
    while step < number and math.isclose(number / (step * 10), round(number / (step * 10)), abs_tol=1e-9):
        step *= 10
    return step
