"""Every Chinese sentence that a person can meet has an English one, and the catalogue holds nothing else.

The rule is simple on purpose: every Chinese string of the code that is no docstring, no pattern and no part
of an f-string must stand in the catalogue, unless it is named below with its reason. So do the names of the
rulebook's clocks, of the checklist, of the taxonomy and its grading tables, and of the plans.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from dutydesk import i18n
from dutydesk.capabilities.appeals.rules import PROVINCES
from dutydesk.kernel.wording import Word

TOP = Path(__file__).parents[2]
CODE, BOOKS = TOP / "dutydesk", TOP / "data" / "rulebook"
DRILLS = TOP / "data" / "drills"
CASE = ("happened", "worked", "next", "call")
CATALOGUES = sorted((CODE / "locale" / "en").glob("*.po"))
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\u3007]+")
PATTERN = re.compile(r"\\[sd]|\(\?[:P]")
PLACE = re.compile(r"\{\d*\}")
LITERAL = re.compile(r'"(?:[^"\\]|\\[nt"\\])*"')
KEY_BAR_CELLS = 14

NOT_SAID = {
    "capabilities/meetings/papers.py": "drafts of official minutes: Chinese in every language",
    "capabilities/reporting/rules/claims.py": "words of official reports, read from what was typed",
    "capabilities/reporting/rules/claimed_people.py": "the same",
    "capabilities/reporting/rules/claimed_all.py": "the same",
    "capabilities/reporting/rules/differences.py": "how what a report says is set beside the record",
    "capabilities/reporting/rules/naming.py": "words of places and titles, looked for in what was typed",
    "capabilities/reporting/rules/corrections.py": "words of corrections, read from what was typed",
    "kernel/numerals.py": "numerals and units, read from what was typed",
    "kernel/typed_numbers.py": "numerals and units, read from what was typed",
    "capabilities/papers/steps.py": "words of the printed log: Chinese in every language",
    "kernel/casualties.py": "clauses of official reports: Chinese in every language",
    "kernel/prose.py": "marks, units and times of official texts: Chinese in every language",
    "capabilities/reporting/texts.py": "drafts of official reports: Chinese in every language",
    "capabilities/reporting/blanks.py": "drafts of official reports: Chinese in every language",
    "capabilities/reporting/handled.py": "drafts of official reports: Chinese in every language",
    "documents/paper.py": "words of official papers: Chinese in every language",
    "documents/reports.py": "as above",
    "documents/columns.py": "as above, and marks of punctuation",
    "documents/docx.py": "as above, and names of founts",
    "documents/docx_blocks.py": "as above",
    "documents/docx_heads.py": "as above",
    "documents/docx_feet.py": "as above",
    "documents/titles.py": "words at which a title of an official paper breaks",
    "kernel/markings.py": "what a secrecy marking is made of: read from what was typed",
    "capabilities/roster/rules/sheets/words.py": "words of rosters, read from what somebody wrote",
    "capabilities/registers/headings.py": "words of tables, read from what somebody wrote",
    "capabilities/calls/headings.py": "as above",
    **{
        f"capabilities/triage/rules/{one}.py": "words of messages, read from what came in"
        for one in (
            "folding",
            "kept",
            "limits",
            "moments",
            "people",
            "counting",
            "missing",
            "untrue",
            "crowds",
            "plight",
            "places",
            "senders",
            "several",
            "sorting",
            "told",
            "elements",
        )
    },
    "capabilities/finding/names.py": "names of filters and states, read from what was typed in either language",
    "kernel/when_words.py": "words of times, read from what was typed",
    "drill/demo.py": "what people of the demo typed",
    "drill/worker.py": "errors of drill files",
}
ON_PAPER = {
    f"capabilities/papers/{one}.py": "words of official papers: Chinese in every language; why one is refused is said"
    for one in (
        "briefs",
        "case",
        "formal",
        "forms",
        "handovers",
        "publications",
        "rules",
        "setting",
        "sheets",
        "statistics",
    )
}
"""Files of which only what they refuse with is looked up."""

WORDS_NOT_SAID = {
    "capabilities/delivery/rules.py": {
        "【演练】",
        "【测试】值班台通道测试",
        "【测试】这是一条通道测试消息, 没有事情发生, 不需处理",
        "应于 {due}, {raised} 提醒 {to}. 请即与值班室联系 ({site})",
        "【紧急呼叫】{site} {matter}",
        "{raised} {text}; 依次呼叫 {to}",
    },  # what leaves the house: Chinese in every language
    "capabilities/handover/sheet.py": {"%传真%"},  # a channel, as it is typed
    "capabilities/matters/handlers.py": {"色", "色预警"},  # taken off what was typed
    "kernel/figures.py": {"万", "亿", "损失"},  # units and an alias that may be typed
    "capabilities/calls/handlers.py": {"接通", "无应答", "忙"},  # may be typed
    "capabilities/reporting/rules/wording.py": {"某"},  # stands for what a blank is filled with
    "capabilities/reporting/checking.py": {"未写"},  # words of official reports, kept with a report
    "capabilities/reporting/rules/reporting.py": {"书面"},  # may be typed
    "capabilities/reporting/rules/check_content.py": {  # looked for in what was typed, or put there
        "重大变化",
        "启动内部应急值守",
        "启动",
        "拟|将|下一步|建议",
        "[、和及]",
        "特此报告",
        "有新情况续报",
        "我办",
    },
    "capabilities/reporting/rules/check_figures.py": {
        "万",
        "其中",
        "初步统计，",
        "据初步核实，",
        "据初步核实",
        "据初步核实|待核实",
        "共|累计",
        "系|因|经核实|更正",
        "增加",
        "减少",
        "待核实",
        "死亡",
        "失联",
        "受伤",
        "重伤",
        "患病",
        "中毒",
        "重症",
    },
    "capabilities/reporting/rules/check_style.py": {
        "某",
        "号",
        "分别",
        "截止",
        "截至",
        "一二三四五六七八九十",
        "一二三四五六七八九",
        "二十",
        "遇难",
        "罹难",
        "未经证实",
        "未经核实",
        "死亡",
    },
    "capabilities/duties/rules.py": {"章", "介绍信", "印鉴"},  # looked for in what was typed
    "capabilities/matters/rules.py": {"一二三四", "响应", "级", "色"},  # read from what was typed
    "capabilities/appeals/rules.py": {
        *PROVINCES,
        "关于",
        "情况",
        "事项",
        "反映",
        "通知",
        "报告",
        "工作",
        "请求",
        "问题",
        "同志",
        "人员",
        "有关",
        "地区",
    },  # words that any two titles may share: compared, not shown
    "capabilities/obligations/rules/obligations.py": {
        "〇一二三四五六七八九十",
        "十",
    },  # numerals of 续报十一: the report's name, data
    "kernel/when_spans.py": {
        "钟头",
        "刻钟",
        "天",
        "日",
        "周",
        "礼拜",
        "内",
        "后",
        "前",
        "半",
        "小时",
        "分钟",
        "星期",
    },  # typed
    "capabilities/roster/rules/sheets/weeks.py": {"月|学"},  # looked for in titles
    "kernel/telephones.py": {"转", "内线"},  # kept and dialled as they are
    "store/engine.py": {"公开"},  # a classification: stored, not shown
    "tui/widgets/paint.py": {"▲红", "▲黄", "·蓝"},  # glyph and word; the word alone is looked up
    "tui/widgets/status.py": {"周", "一二三四五六日"},  # put together: see COMPOSED
}
COMPOSED = {f"周{day}" for day in "一二三四五六日"}
"""Looked up in this form, put together in code."""

GLUED = {
    **NOT_SAID,
    **ON_PAPER,
    "capabilities/instructions/handlers.py": "names of instructions, 批示二: kept in the journal",
    "capabilities/reporting/handlers.py": "titles of official reports",
    "capabilities/reporting/drafting.py": "sentences of official reports",
    "capabilities/reporting/rules/wording.py": "headings of official reports",
    "capabilities/reporting/checking.py": "titles of official reports, and what is kept beside them",
    "capabilities/reporting/rules/check_figures.py": "what belongs into an official text",
    "capabilities/reporting/rules/check_content.py": "what belongs into an official text",
    "capabilities/reporting/rules/check_style.py": "what belongs into an official text",
    "kernel/figures.py": "figures as they stand in official reports",
    "capabilities/obligations/rules/obligations.py": "names of follow-ups, 续报四: kept in the journal",
    "store/connect.py": "errors of the store's file",
    "store/engine.py": "errors of the store's file",
    "store/integrity.py": "what is wrong with the chain",
}
"""Files whose f-strings may hold Chinese; no other may, for a glued sentence cannot be looked up."""


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Yield every module of the code with its path below ``dutydesk/``."""
    for path in sorted(CODE.rglob("*.py")):
        yield path.relative_to(CODE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def chinese(node: ast.AST) -> bool:
    """Return whether a node is a string with a Han character, and no pattern to search with."""
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return False
    return HAN.search(node.value) is not None and PATTERN.search(node.value) is None


def skipped(tree: ast.Module) -> set[int]:
    """Return the nodes that are docstrings, patterns, parts of f-strings or words by which a command is looked for."""
    found: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            found.add(id(node.value))
        elif isinstance(node, ast.JoinedStr):
            found.update(id(part) for part in node.values)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile":
            found.update(id(part) for part in node.args)
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "sought":
            found.update(id(part) for part in ast.walk(node.value))
    return found


def refusals(tree: ast.Module) -> list[ast.AST]:
    """Return what the refusals of a module are made of."""
    calls = [
        n
        for n in ast.walk(tree)
        if isinstance(n, ast.Call) and ast.unparse(n.func).endswith(("Worded", "Word", "Error"))
    ]
    return [part for call in calls for arg in call.args for part in ast.walk(arg)]


def sentences_of(name: str, tree: ast.Module) -> list[str]:
    """Return the Chinese sentences of a module that need an English one, in order, each once."""
    if name in NOT_SAID:
        return []
    without, exempt = skipped(tree), WORDS_NOT_SAID.get(name, set())
    scope = list(ast.walk(tree)) if name not in ON_PAPER else refusals(tree)
    nodes = [n for n in scope if chinese(n) and id(n) not in without and n.value not in exempt]
    return list(dict.fromkeys(n.value for n in sorted(nodes, key=lambda n: (n.lineno, n.col_offset))))


def names_of(file: str) -> list[str]:
    """Return the names in a book that are shown on a screen."""
    document = tomllib.loads((BOOKS / file).read_text(encoding="utf-8"))
    if file == "obligations.toml":
        found = [rule["name"] for rule in document["obligation"]]
        sources = document["sources"]
        found += [word for one in document["limits"] for word in (one["name"], one["note"], sources[one["source"]])]
    elif file == "rights.toml":
        found = [right["name"] for right in document["right"]]
    elif file == "triage.toml":
        found = [line["text"] for line in document["line"]]
    elif file == "retention.toml":
        found = [word for kept in document["keep"] for word in (kept["name"], document["sources"][kept["source"]])]
    elif file == "cases.toml":
        told = [one for case in document["case"] for one in (case[name] for name in ("title", *CASE, "step"))]
        found = [word for one in told for word in ([one] if isinstance(one, str) else one)]
    elif file == "holidays.toml":
        found = [day["name"] for year in document["year"] for day in year["holiday"]]
    elif file == "registers.toml":
        rows = document["register"]
        found = [one for row in rows for field in row["field"] for one in field.get("choices", ())]
        found += [one["name"] for row in rows for one in row.get("state", ())]
        found += [one["words"] for row in rows for part in ("check", "sheet") for one in row.get(part, ())]
    elif file == "allowance.toml":
        found = [document["night"]["source"], document["night"]["note"]]
    elif file.startswith("../drills/"):
        found = [document["drill"]["title"]]
    elif file == "checklist.toml":
        found = [w for group in document["group"] for w in (group["name"], *(i["text"] for i in group["item"]))]
    elif file == "plans.toml":
        found = [*document["units"], *(step["text"] for step in document["step"]), *document["sources"].values()]
        found += [w for plan in document["plan"] for key in ("start", "criteria") for w in plan.get(key, ())]
    else:
        found = [w for one in document["category"] for w in (one["name"], *(s["name"] for s in one["subtype"]))]
        found += [source["name"] for source in document["sources"].values()]
        for table in document["grading"]:
            found += [table.get("article", ""), table.get("note", ""), *table.get("hints", ())]
            for level in ("I", "II", "III", "IV"):
                found += [table.get(f"{level}_if", ""), *table.get(f"{level}_text", ())]
    return [name for name in dict.fromkeys(found) if HAN.search(name)]


@lru_cache(maxsize=1)
def wanted() -> dict[str, str]:
    """Return every sentence that needs an English one, with the place where it stands first."""
    found: dict[str, str] = {}
    for name, tree in modules():
        for sentence in sentences_of(name, tree):
            found.setdefault(sentence, f"dutydesk/{name}")
    for sentence in sorted(COMPOSED):
        found.setdefault(sentence, "dutydesk/tui/widgets/status.py")
    for file in (
        "obligations.toml",
        "checklist.toml",
        "taxonomy.toml",
        "plans.toml",
        "rights.toml",
        "retention.toml",
        "triage.toml",
        "cases.toml",
        "holidays.toml",
        "allowance.toml",
        "registers.toml",
        *(f"../drills/{path.name}" for path in sorted(DRILLS.glob("*.toml"))),
    ):
        for sentence in names_of(file):
            found.setdefault(sentence, f"data/rulebook/{file}")
    return found


@lru_cache(maxsize=1)
def entries() -> list[tuple[str, str]]:
    """Return the catalogues' pairs in order, read strictly: twins and empty ones are still there."""
    pairs: list[list[str]] = []
    side = 0
    for line in (line for path in CATALOGUES for line in path.read_text(encoding="utf-8").splitlines()):
        if not line or line.startswith("#"):
            continue
        word, _, text = line.partition(" ") if line.startswith("msg") else ("", "", line)
        assert word in {"", "msgid", "msgstr"}, line
        assert LITERAL.fullmatch(text), line
        if word == "msgid":
            pairs.append(["", ""])
        side = {"msgid": 0, "msgstr": 1}.get(word, side)
        pairs[-1][side] += ast.literal_eval(text)
    return [(pair[0], pair[1]) for pair in pairs]


def command_words() -> list[str]:
    """Return the words of the key bar."""
    return [
        statement.value.value
        for name, tree in modules()
        if name.startswith("tui/commands/") or "/commands" in name
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for statement in node.body
        if isinstance(statement, ast.Assign)
        and ast.unparse(statement.targets[0]) == "words"
        and isinstance(statement.value, ast.Constant)
    ]


def test_every_sentence_has_an_english_one() -> None:
    english = dict(entries())
    missing = [
        f"{place}: {sentence!r}" for sentence, place in wanted().items() if not english.get(sentence, "").strip()
    ]
    assert not missing, "\n" + "\n".join(missing)


def test_nothing_in_the_catalogue_is_unused() -> None:
    assert [sentence for sentence, _ in entries() if sentence and sentence not in wanted()] == []


def test_no_sentence_says_the_code_of_a_check_or_a_rule() -> None:
    """P-16 and R22 are for who reads the code; a person is told 续报的总数."""
    code = re.compile(r"(?<![A-Za-z0-9-])(?:P-\d{1,2}|R\d{1,2}|IN-\d{1,2})(?![\w{])")
    told = [
        text for path in CATALOGUES for pair in i18n.read_po(path.read_text(encoding="utf-8")).items() for text in pair
    ]
    assert told
    assert [text for text in told if code.search(text)] == []


def test_no_sentence_stands_twice() -> None:
    seen = [sentence for sentence, _ in entries() if sentence]
    assert sorted({sentence for sentence in seen if seen.count(sentence) > 1}) == []


def test_placeholders_agree() -> None:
    unlike = [
        pair for pair in entries() if pair[0] and sorted(PLACE.findall(pair[0])) != sorted(PLACE.findall(pair[1]))
    ]
    assert unlike == []


def _ends(text: str) -> tuple[bool, bool]:
    return text.startswith(" "), text.endswith(" ")


def test_english_is_english() -> None:
    """Chinese stays only where a person types or sees exactly these characters: 中文, 续报一, 秘密."""
    left = [
        (sentence, english)
        for sentence, english in entries()
        if sentence and any(word not in sentence for word in HAN.findall(english))
    ]
    assert left == []
    ends = [(one, other) for one, other in entries() if one and _ends(one) != _ends(other)]
    assert ends == [], "blanks at the ends join pieces: they must agree"


def test_no_sentence_is_glued_together() -> None:
    """A sentence in an f-string cannot be looked up; it belongs into ``say`` with places for its values."""
    glued = [
        f"{name}:{part.lineno}: {part.value!r}"
        for name, tree in modules()
        if name not in GLUED
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in node.values
        if chinese(part)
    ]
    assert glued == []


def test_the_exceptions_are_still_there() -> None:
    there = dict(modules())
    for name in {*NOT_SAID, *GLUED, *ON_PAPER}:
        assert name in there, name
    for name, words in WORDS_NOT_SAID.items():
        values = {node.value for node in ast.walk(there[name]) if chinese(node)}
        assert words <= values, (name, words - values)


def test_words_of_narrow_places_are_short() -> None:
    english = dict(entries())
    words = command_words()
    assert len(words) > 20
    assert [english[word] for word in words if len(english[word]) > KEY_BAR_CELLS] == []
    assert [len(english[word]) <= 3 for word in ("红", "黄", "蓝", "A岗", "B岗", "周一")] == [True] * 6


@pytest.fixture
def _english() -> Iterator[None]:
    i18n.use("en")
    yield
    i18n.use("zh")


@pytest.mark.usefixtures("_english")
def test_the_desk_reads_the_catalogue() -> None:
    assert i18n.catalogue("en") == {sentence: english for sentence, english in entries() if sentence}
    assert i18n.translate("演练") == "DRILL"
    assert i18n.say("未看护 {0}-{1}", "22:10", "22:40") == "not watched 22:10-22:40"
    assert i18n.say("颜色 {0} → {1}", Word("黄"), Word("红")) == "colour yel → red"
    assert i18n.translate("no such sentence") == "no such sentence"


VERBS = frozenset(
    [
        "is",
        "has",
        "was",
        "says",
        "stands",
        "does",
        "needs",
        "asks",
        "carries",
        "lacks",
        "differs",
        "gets",
        "keeps",
        "counts",
        "stays",
        "this",
        "lies",
        "blocks",
        "holds",
        "rests",
        "takes",
        "as",
        "becomes",
        "signs",
        "fits",
        "goes",
        "begins",
    ]
)


def test_one_of_anything_is_counted_as_one() -> None:
    """``1 entries`` is no English: what stands behind a number is in the list of what is counted, or is a verb."""
    behind = {
        word for _, english in entries() for word in re.findall(r"\{\d\} (?:more |earlier |open )?([a-z]+s)\b", english)
    }
    assert behind - VERBS == set(i18n.COUNTED.split())


@pytest.mark.usefixtures("_english")
def test_one_and_many() -> None:
    assert i18n.say("F5 更多 {0} 栏", 1) == "F5 1 more field"
    assert i18n.say("F5 更多 {0} 栏", 2) == "F5 2 more fields"
    assert i18n.say("核对: {0} 处", 1) == "Checks: 1 place"
    assert i18n.say("已备份: {0} ({1} 条)", "1", 21) == "backed up: 1 (21 entries)"
