"""Where something is, in the words of the text: province, city, district by name, the spot by its own words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import field

from dutydesk.capabilities.triage.rules.facts import LEVELS
from dutydesk.kernel.values import dataclass

LEAST_SPOT = 2
"""Characters of a spot at least."""
_LONG = ("特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市")
_NATIONS = re.compile(
    r"(?:[一-龥]{1,3}族|哈萨克|蒙古|柯尔克孜|锡伯|塔吉克|达斡尔|鄂温克族|鄂伦春)*(?:自治[州县旗]|地区|盟)$"
)
_NO_NAMES = frozenset(
    [
        "和平",
        "新华",
        "长安",
        "南山",
        "解放",
        "朝阳",
        "东风",
        "桥东",
        "桥西",
        "城区",
        "郊区",
        "矿区",
        "市中",
        "河口",
        "新建",
        "建设",
        "前进",
        "向阳",
        "东山",
        "西山",
        "西湖",
        "东湖",
        "南湖",
        "城关",
        "红旗",
        "新城",
        "江北",
        "江南",
        "平安",
        "永安",
        "长治",
        "安定",
        "大方",
        "大通",
        "大田",
        "集中",
        "集贤",
        "武功",
        "通道",
        "普通",
        "会同",
        "临时",
        "平和",
        "合作",
        "同心",
        "兴安",
        "建设",
        "新民",
        "民和",
        "安全",
        "文化",
        "高平",
        "公安",
        "民乐",
        "泰和",
        "海安",
        "团结",
        "太和",
        "同江",
        "和政",
        "和静",
        "和县",
        "方正",
        "大安",
        "大同",
        "东方",
        "三河",
        "天门",
        "鼓楼",
        "石门",
        "石林",
        "云梦",
        "中方",
        "中山",
        "麻江",
        "高山",
        "台前",
        "城口",
        "康定",
        "路南",
        "灵山",
        "古城",
        "青山",
        "金山",
        "海门",
        "海口",
        "乐平",
        "平原",
        "平山",
        "兴山",
        "河间",
        "大连",
        "井陉",
        "金口",
        "青年",
        "黄河",
        "松山",
        "香河",
        "三原",
        "田家",
    ]
) - {"大同", "海口", "大连", "中山", "长治"}
"""Short names that are words or street names more often than places: these count only written in full."""
_STOPS = re.compile(
    r"[，。；！？：\n\x00“”（）《》、|]|发生|突发|突然|出现|爆发|发布|遭遇|遭受|因(?!特)|一(?=[辆名家栋处艘位起座])|有(?:人|一|群众|工人|[\d两三四五六七八九十]|辆)|"
    r"着火|起火|失火|爆炸|坍塌|垮塌|塌方|泄漏|中毒|聚集|围堵|受灾|连降|遇|被|正在|已经?|仍|上空|反映|来电|拖欠|的|"
    r"(?:今|昨|前)[天日晚早晨]|(?<![Kk+\d])\d{1,2}[月日时点:]|凌晨|[上下]午|人民政府|政府|应急|公安局?|消防|气象|卫健|信访|驻京"
)
_UNIT = (
    r"(?:街道|社区|小区|新村|大道|大街|广场|高速(?:公路)?|国道|省道|隧道|大桥|立交|收费站|服务区|火车站|汽车站|地铁站|机场|码头|港区|"
    r"开发区|工业园区?|园区|产业园|化工园|学校|小学|中学|大学|学院|幼儿园|医院|卫生院|养老院|敬老院|福利院|公司|集团|工厂|厂区|"
    r"煤矿|铁矿|金矿|铜矿|矿山|矿井|水库|水电站|电站|电厂|加油站|加气站|工地|项目部|超市|商场|市场|酒店|宾馆|饭店|林场|景区|公园|"
    r"场所|大楼|大厦|大院|礼堂|体育馆|体育场|展览馆|海域|江段|河段|路口|路段|村(?!镇)|(?<!村)镇|乡|苏木|厂|矿|店|站|路|街|巷|桥|山(?![洪火体崩坡])|河(?!水)|湖|岛|楼|屯|(?<=[\d一二三四五六七八九十])组|园|苑)"
)
_SPOT = re.compile(
    rf"(?:某|[一-龥A-Za-z0-9#·]){{1,16}}?{_UNIT}(?:[一-龥A-Za-z0-9#+·]{{0,14}}?(?:{_UNIT}|号楼|号院|单元|门口|附近|处|段|内))*"
    r"|[GSX]\d{1,4}[一-龥A-Za-z0-9#+·]{0,24}?(?:处|段|公里|[Kk]\d+(?:\+\d+)?)"
)
_AFTER_HIGHWAY = re.compile(r"(?:[Kk]\d+(?:\+\d+)?|\d+(?:\+\d+|公里(?:\d+米)?))(?:米|处|段|附近|方向)*")


_GATE = re.compile(
    r"(?:[来赶涌跑]到|到|围堵|聚集[在于到]|聚在|堵[在住]|围[在住]|在|前往)(?P<spot>(?![来去了一])[一-龥A-Za-z0-9]{2,14}?(?:大?门[前口外]|大院|大厅|楼[前下]|广场))"
)
"""Before whose door people stand: 到国家信访局门前."""


@dataclass(frozen=True)
class Gazetteer:
    """Names of provinces, cities and districts, by their first two characters, longest first: name and level."""

    names: dict[str, tuple[tuple[str, str], ...]]
    within: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """Each name, in full or short, with its full name and those of what it lies in; none of which there are several."""

    def at(self, line: str, place: int) -> tuple[str, str] | None:
        """Return the longest name that stands at a place, with its level."""
        for name, level in self.names.get(line[place : place + 2], ()):
            if line.startswith(name, place):
                return name, level
        return None


def read_gazetteer(lines: Iterable[str]) -> Gazetteer:
    """Build the names from lines ``province|city|districts``."""
    levels: dict[str, str] = {}
    short: dict[str, str] = {}
    within: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for line in lines:
        if line.startswith("#") or line.count("|") != 2:
            continue
        province, city, districts = line.strip().split("|")
        within[province].add((province,))
        within[_name(levels, short, province, "province")].add((province,))
        if city:
            within[_name(levels, short, city, "city")].add((city, province))
            within[city].add((city, province))
        for district in filter(None, districts.split(",")):
            lies = tuple(filter(None, (district, city, province)))
            within[_name(levels, short, district, "district")].add(lies)
            within[district].add(lies)
    every = {name: level for name, level in short.items() if name not in _NO_NAMES} | levels
    by_beginning: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, level in every.items():
        by_beginning[name[:2]].append((name, level))
    known = {name: next(iter(lies)) for name, lies in within.items() if len(lies) == 1}
    return Gazetteer(
        {key: tuple(sorted(names, key=lambda one: -len(one[0]))) for key, names in by_beginning.items()}, known
    )


def _name(levels: dict[str, str], short: dict[str, str], name: str, level: str) -> str:
    """Note a name and its short form, and return the short form."""
    levels.setdefault(name, level)
    bare = name
    for ending in _LONG if level == "province" else ():
        bare = bare.removesuffix(ending) if bare == name else bare
    if level != "province":
        bare = _NATIONS.sub("", name) if _NATIONS.search(name) else re.sub(r"(?:市|县|区|旗|林区|特区)$", "", name)
    if level == "district" and name.endswith("区") and len(bare) < 3:
        return name  # 朝阳, 和平, 新华: streets and words everywhere
    if len(bare) >= 2:
        short.setdefault(bare, level)
    return bare


_BEHIND = re.compile(r"(?:路|街|道|大街|大道|牌|籍|人寿|银行|日报|晚报|电视台|话|菜|时间)")


def regions(line: str, gazetteer: Gazetteer) -> set[str]:
    """Return the full names of the provinces, cities and districts that a place lies in: 二广高速南召段 is in 南召县, 南阳市, 河南省."""
    found: set[str] = set()
    place = 0
    while place < len(line) - 1:
        known = gazetteer.at(line, place)
        if known is None:
            place += 1
            continue
        name, level = known
        place += len(name)
        full = name[-1] in "省市县区旗州盟" or level == "province"
        if full or not _BEHIND.match(line, place):
            found |= set(gazetteer.within.get(name, ()))
    return found


def find(line: str, gazetteer: Gazetteer, begin: int = 0) -> dict[str, tuple[int, int]]:
    """Return the first name at each level and the spot behind them, as places in the line."""
    found: dict[str, tuple[int, int]] = {}
    place, end = begin, -1
    spot_from = -1
    while place < len(line) - 1:
        known = gazetteer.at(line, place)
        if known is None:
            place += 1
            continue
        name, level = known
        stop = place + len(name)
        full = name[-1] in "省市县区旗州盟" or level == "province"
        if not full and _BEHIND.match(line, stop):
            place = stop
            continue
        beside = place == end
        if level not in found and (not found or beside or place - end <= 3 or not _deeper(found, level)):
            found[level] = (place, stop)
            spot_from, end = stop, stop
        place = stop
    spot = _spot_behind(line, spot_from) if spot_from >= 0 else None
    if spot is None and (gate := _GATE.search(line, begin)) is not None:
        spot = gate.span("spot")
    if spot is None:
        spot = _spot_anywhere(line, begin)
    if spot is not None:
        spot = _unrepeated(line, spot, found)
    if spot is not None and not any(
        start < spot[1] and spot[0] < stop and not _section(line, (start, stop), spot) for start, stop in found.values()
    ):
        found["spot"] = spot
    return found


def _section(line: str, name: tuple[int, int], spot: tuple[int, int]) -> bool:
    """Return whether a spot is the section of a road that is called after a place: 二广高速南召段."""
    return spot[0] < name[0] and name[1] < spot[1] and line[name[1]] in "段境服收站互"


_HEAD = re.compile(r"\A[^。；！？\n:：\x00]{2,30}[:：](?!\d)")
"""Who says it, before a colon."""


def of_event(line: str, gazetteer: Gazetteer) -> dict[str, tuple[int, int]]:
    """Return the place as ``find``, but the district that what is told names itself, where whoever says it sits in another.

    方城县值班室: 二广高速南召段追尾 happened in 南召; 南阳市应急局: 南召县追尾 in 南阳市 and 南召县.
    """
    whole = find(line, gazetteer)
    head = _HEAD.match(line)
    if head is None or "district" not in whole or whole["district"][0] >= head.end():
        return whole
    told = find(line, gazetteer, head.end())
    if "district" not in told:
        return whole
    lies = gazetteer.within.get(line[slice(*told["district"])], ())
    wider = {
        level: place
        for level, place in whole.items()
        if level in {"province", "city"} and any(name.startswith(line[slice(*place)]) for name in lies)
    }
    return wider | told


def _unrepeated(line: str, spot: tuple[int, int], found: dict[str, tuple[int, int]]) -> tuple[int, int]:
    """Return the spot without names that stand before it already: 朝阳区应急局来电, 朝阳区十八里店乡 … is one 朝阳区."""
    begin, end = spot
    for level in LEVELS[:-1]:
        name = line[slice(*found[level])] if level in found else ""
        if name and line.startswith(name, begin) and end - begin - len(name) >= LEAST_SPOT:
            begin += len(name)
    return begin, end


def _deeper(found: dict[str, tuple[int, int]], level: str) -> bool:
    """Return whether something at or below a level is named already: what comes later is another place."""
    return any(one in found for one in LEVELS[LEVELS.index(level) :])


def _spot_behind(line: str, begin: int) -> tuple[int, int] | None:
    stop = _STOPS.search(line, begin)
    end = stop.start() if stop else len(line)
    end = min(end, begin + 40)
    words = line[begin:end]
    if not words or len(words) < 2:
        return None
    found = _SPOT.match(words)
    if found is None:
        return None
    end = begin + found.end()
    more = _AFTER_HIGHWAY.match(line, end)
    return begin, more.end() if more else end


def _spot_anywhere(line: str, begin: int) -> tuple[int, int] | None:
    place = begin
    while place < len(line):
        stop = _STOPS.search(line, place)
        end = stop.start() if stop else len(line)
        words = line[place:end]
        inside = words.rfind("在") + 1
        if 0 < inside < len(words) - 2:
            place, words = place + inside, words[inside:]
        found = (
            _SPOT.search(re.sub(r"^(?:在|位于|从|于|我|我们|这里是|这边|我是)+", "", words)) if len(words) > 2 else None
        )
        if found is not None:
            shift = len(words) - len(re.sub(r"^(?:在|位于|从|于|我|我们|这里是|这边|我是)+", "", words))
            return place + shift + found.start(), place + shift + found.end()
        place = stop.end() if stop else len(line)
    return None
