"""Grading: every number of the tables at its edge, the two-table rules, hints, and what a broken table is told."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutydesk.domain.figures import FIELDS, MEASURES
from dutydesk.domain.grading import CRITERION_NAMES, VERIFIED_NAMES, Proposal, propose
from dutydesk.domain.grading_tables import CRITERIA, VERIFIED, Gradings
from dutydesk.domain.reading import RulebookError
from dutydesk.domain.taxonomy import read_taxonomy
from dutydesk.resources import data_folder

DOCUMENT = tomllib.loads((data_folder() / "rulebook" / "taxonomy.toml").read_text(encoding="utf-8"))
TABLES: list[dict[str, Any]] = DOCUMENT["grading"]
LEVELS = ("I", "II", "III", "IV")
RANK = {"": 0, "IV": 1, "III": 2, "II": 3, "I": 4}
GRADINGS = read_taxonomy("taxonomy.toml", DOCUMENT).gradings
PLACES = [f"{c['id']}.{s['id']}" for c in DOCUMENT["category"] for s in c["subtype"]]


def level(place: str, **figures: float) -> str:
    return graded(place, figures).level


def graded(place: str, figures: Mapping[str, float], **more: Any) -> Proposal:
    category, _, subtype = place.partition(".")
    return propose(GRADINGS, category, subtype, figures, **more)


# ---------------------------------------------------------------- an oracle of its own, over the raw file


def oracle(place: str, figures: Mapping[str, float]) -> str:
    """The level by the file alone, written the other way round: collect all reached levels, take the best."""
    names = [t["id"] for t in TABLES if place in t["applies_to"]]
    names = names or [t["id"] for t in TABLES if f"{place.partition('.')[0]}.*" in t["applies_to"]]
    names = names or ["default"]
    names += [also for t in TABLES if t["id"] in names for also in t.get("also", [])]
    harmed = any(figures.get(x, 0) > 0 for x in ("deaths", "missing", "serious_injuries", "injured", "loss_yuan"))
    best = ""
    for table in (t for t in TABLES if t["id"] in names):
        for one in LEVELS:
            for key, number in table.get(one, {}).items():
                parts = {
                    "ill": ["injured"],
                    "deaths_or_missing": ["deaths", "missing"],
                    "magnitude_populated": ["magnitude"],
                    "magnitude_dense": [],
                    "ill_with_death": ["injured"] if figures.get("deaths") else [],
                    "poisoned_or_serious": ["serious_injuries"],
                }.get(key, [key])
                known = [figures[part] for part in parts if part in figures]
                value = sum(known)
                if key == "poisoned_or_serious" and table["id"] == "environment" and "injured" in figures:
                    known.append(figures["injured"])
                    value = max(known)
                reached = bool(known) and (value > number if key == "ill_with_death" else value >= number)
                if (reached or (number == 0 and harmed)) and RANK[one] > RANK[best]:
                    best = one
    return best


def edges() -> Iterator[tuple[str, dict[str, float]]]:
    """Every threshold of the file at n-1, n and n+1, for a subtype that its table serves."""
    for table in TABLES:
        places = [p if not p.endswith("*") else "accident.road" for p in table["applies_to"]]
        for one in LEVELS:
            for key, number in table.get(one, {}).items():
                step = 0.1 if key.startswith("magnitude") else 1
                for value in (number - step, number, number + step):
                    if value < 0:
                        continue
                    figures: dict[str, float] = {
                        "deaths_or_missing": {"deaths": value // 2, "missing": value - value // 2},
                        "poisoned_or_serious": {"serious_injuries": value},
                        "ill": {"injured": value},
                        "ill_with_death": {"injured": value, "deaths": 1},
                        "magnitude_populated": {"magnitude": value},
                        "magnitude_dense": {"magnitude": value},
                    }.get(key, {key: value})
                    yield from ((place, figures) for place in places)


@pytest.mark.parametrize(("place", "figures"), edges())
def test_every_number_at_its_edge(place: str, figures: dict[str, float]) -> None:
    assert level(place, **figures) == oracle(place, figures)


def test_the_edges_are_edges() -> None:
    """The generated figures reach each level and no level, so the comparison above is no tautology of one kind."""
    reached = [oracle(place, figures) for place, figures in edges()]
    assert len(reached) > 250
    assert set(reached) == set(RANK)


FIGURES = st.dictionaries(
    st.sampled_from([*FIELDS, "fight_participants"]),
    st.one_of(st.integers(0, 40), st.integers(0, 1200), st.integers(0, 200_000_000)),
)


@given(st.sampled_from(PLACES), FIGURES)
def test_any_figures_agree_with_the_oracle(place: str, figures: dict[str, float]) -> None:
    assert level(place, **figures) == oracle(place, figures)


@given(st.sampled_from(PLACES), FIGURES, st.sampled_from(FIELDS), st.integers(1, 1000))
def test_raising_a_figure_never_lowers_the_proposal(
    place: str, figures: dict[str, float], field: str, more: int
) -> None:
    higher = {**figures, field: figures.get(field, 0) + more}
    assert RANK[level(place, **higher)] >= RANK[level(place, **figures)]


@given(st.sampled_from(PLACES), FIGURES)
def test_the_decisive_reason_stands_first_and_can_be_said(place: str, figures: dict[str, float]) -> None:
    proposal = graded(place, figures)
    assert (proposal.decided is None) == (proposal.level == "")
    if proposal.decided is not None:
        assert proposal.decided.level == proposal.level
    ranks = [RANK[reason.level] for reason in proposal.reasons]
    assert ranks == sorted(ranks, reverse=True)
    for sentence in (*proposal.hints, *(r.worded() for r in proposal.reasons), *(r.origin() for r in proposal.reasons)):
        assert str(sentence).strip()


# ---------------------------------------------------------------- the rules


def test_the_same_numbers_are_two_levels() -> None:
    """Two deaths and 3.5 million yuan: a landslide is Ⅲ by its own table, a bus crash Ⅳ (rules.md 2.2)."""
    slide = graded("natural.landslide", {"deaths": 2, "loss_yuan": 3_500_000})
    crash = graded("accident.road", {"deaths": 2, "loss_yuan": 3_500_000})
    assert (slide.level, crash.level) == ("III", "IV")
    assert slide.decided is not None
    assert crash.decided is not None
    assert (slide.decided.table, slide.decided.key, slide.decided.verified) == ("geological", "loss_yuan", "excerpt")
    assert "493号" in crash.decided.source
    assert crash.decided.verified == "text"


def test_the_day_at_the_desk() -> None:
    """Lines 11, 17 and 32 of the acceptance day."""
    crash = graded("accident.road", {"deaths": 2, "injured": 8})
    assert crash.level == "IV"
    assert crash.decided is not None
    assert str(crash.decided.worded()) == "死亡 2 < 3, Ⅳ级"
    worse = graded("accident.road", {"deaths": 4, "injured": 6})
    assert worse.level == "III"
    assert worse.decided is not None
    assert str(worse.decided.worded()) == "死亡 4 ≥ 3, Ⅲ级"
    assert str(worse.decided.origin()) == "生产安全事故报告和调查处理条例 (国务院令第493号, 2007) (已读原文)"
    crowd = graded("security.petition", {"participants": 60})
    assert crowd.level == "IV"
    assert crowd.hints == ()


def test_both_tables_of_an_accident_count() -> None:
    assert level("accident.road", evacuated=100_000) == "I"
    assert level("accident.road", evacuated=99_999) == ""
    assert level("accident.road", deaths=10, missing=20) == "I"
    assert level("accident.pollution", evacuated=50_000) == "I"


def test_own_table_beats_the_whole_category() -> None:
    tables = [table.id for table, _ in GRADINGS.apply("accident", "pollution")]
    assert tables == ["environment"]
    assert [t.id for t, _ in GRADINGS.apply("accident", "")] == ["default", "safety_accident_report"]


def test_a_flood_borrows_deaths_and_loss() -> None:
    assert [(t.id, borrowed) for t, borrowed in GRADINGS.apply("natural", "dam")] == [
        ("flood", False),
        ("default", True),
    ]
    assert level("natural.flood", line_cut_hours=24) == "II"
    flood = graded("natural.flood", {"deaths": 3})
    assert flood.level == "III"
    assert flood.decided is not None
    assert flood.decided.note == "此类没有自己的数字, 按值班室默认表"
    assert any("险情" in str(hint) for hint in flood.hints)


@pytest.mark.parametrize("place", ["natural.drought", "natural.nothing", "weird.thing", "health.", "."])
def test_a_subtype_without_a_table_uses_the_default(place: str) -> None:
    assert level(place, deaths=3) == "III"
    assert level(place, participants=9_000) == ""


def test_no_figures_no_level() -> None:
    for place in PLACES:
        assert graded(place, {}).level == ""
        assert graded(place, {}).reasons == ()


def test_a_warning_alone_has_no_level() -> None:
    assert graded("natural.rainstorm", {"deaths": 0}).level == "IV"
    assert graded("natural.rainstorm", {"deaths": 0}, warning_only=True).level == ""
    assert graded("natural.rainstorm", {"deaths": 3}, warning_only=True).level == "III"


def test_harm_without_a_criterion_of_its_own_is_the_lowest_level() -> None:
    hurt = graded("accident.road", {"injured": 8})
    assert hurt.level == "IV"
    assert hurt.decided is not None
    assert str(hurt.decided.worded()) == "受伤 8, 已有后果, Ⅳ级"
    assert level("health.food_poisoning", injured=8) == ""


def test_few_ill_are_reportable_but_no_level() -> None:
    for ill, reportable in ((4, False), (5, True), (29, True), (30, False)):
        proposal = graded("health.food_poisoning", {"injured": ill})
        assert (proposal.level, proposal.reportable) == ("IV" if ill == 30 else "", reportable)
        assert any("集体单位" in str(hint) for hint in proposal.hints) == reportable
    assert graded("health.food_poisoning", {"injured": 9}, collective=True).reportable
    assert not graded("health.food_poisoning", {"injured": 9}, collective=False).reportable


def test_more_than_a_hundred_ill_and_a_death() -> None:
    assert level("health.food_poisoning", injured=100, deaths=1) == "III"
    assert level("health.food_poisoning", injured=101, deaths=1) == "II"
    assert level("health.food_poisoning", injured=101) == "III"
    found = graded("health.food_poisoning", {"injured": 101, "deaths": 1}).decided
    assert found is not None
    assert str(found.worded()) == "患病 (且有死亡) 101 > 100, Ⅱ级"


def test_poisoned_and_seriously_injured() -> None:
    assert level("accident.pollution", injured=50) == "II"
    assert level("accident.pollution", injured=50, serious_injuries=50) == "II", "the serious are among the injured"
    assert level("accident.hazchem", injured=100) == "IV", "burns are not poisonings"
    assert level("accident.hazchem", serious_injuries=100) == "I"


def test_the_missing_count_apart() -> None:
    proposal = graded("accident.road", {"deaths": 2, "missing": 1})
    assert proposal.level == "IV"
    (hint,) = proposal.hints
    assert str(hint).startswith("失联 1 人另计")
    assert str(hint).endswith("若计入死亡, 为Ⅲ级")
    assert graded("accident.road", {"deaths": 3, "missing": 1}).hints == (), "they would change nothing"
    earthquake = graded("natural.earthquake", {"deaths": 9, "missing": 1})
    assert earthquake.level == "III"
    assert not any("失联" in str(hint) for hint in earthquake.hints)


def test_the_capital_only_hints() -> None:
    proposal = graded("security.petition", {"participants": 150})
    assert proposal.level == "IV"
    assert [str(hint) for hint in proposal.hints] == [
        "首都敏感部位: 有的地方预案以参与人数 100 以上为Ⅱ级, 是否适用由人定"
    ]
    crowd = [str(hint) for hint in graded("security.mass", {"participants": 1000}).hints]
    assert [hint for hint in crowd if "首都" in hint] == [
        "首都敏感部位: 有的地方预案以参与人数 200 以上为Ⅰ级, 是否适用由人定"
    ]


def test_a_dense_place_and_a_fight_are_asked_about() -> None:
    shaken = graded("natural.earthquake", {"magnitude": 5.2})
    assert shaken.level == "III"
    assert "震级 (人口密集区) 5 以上为Ⅱ级, 请核对是否属于" in map(str, shaken.hints)
    assert "械斗人数 200 以上为Ⅱ级, 请核对是否属于" in map(str, graded("security.mass", {"participants": 200}).hints)
    fight = graded("security.mass", {"participants": 200, "fight_participants": 200})
    assert fight.level == "II"
    assert not any("械斗" in str(hint) for hint in fight.hints)


def test_an_epidemic_is_graded_by_a_person() -> None:
    proposal = graded("health.infectious", {"injured": 500, "deaths": 12})
    assert proposal.level == ""
    assert any("由人定" in str(hint) for hint in proposal.hints)


def test_every_criterion_has_a_name() -> None:
    assert set(CRITERIA) == set(CRITERION_NAMES)
    assert set(VERIFIED) == set(VERIFIED_NAMES)
    assert "magnitude" in MEASURES


def test_a_book_without_tables_proposes_nothing() -> None:
    proposal = propose(Gradings({}), "accident", "road", {"deaths": 40})
    assert proposal.level == ""
    assert [str(hint) for hint in proposal.hints] == ["规则册里没有分级表, 级别由人定"]


# ---------------------------------------------------------------- broken tables


def problems(change: Mapping[str, Any], number: int = 0) -> list[str]:
    document = copy.deepcopy(DOCUMENT)
    document["grading"][number] = {**document["grading"][number], **change}
    with pytest.raises(RulebookError) as caught:
        read_taxonomy("taxonomy.toml", document)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("change", "key", "words"),
    [
        ({"III": {"deths": 3}}, "III.deths", "“deaths”"),
        ({"III": {"deaths": -1}}, "III.deaths", "非负数"),
        ({"III": {"deaths": True}}, "III.deaths", "非负数"),
        ({"III": {"deaths": "3"}}, "III.deaths", "非负数"),
        ({"III": {"deaths": float("nan")}}, "III.deaths", "非负数"),
        ({"III": {"deaths": 0}}, "III.deaths", "只有 IV"),
        ({"III": {"deaths": 10}}, "deaths", "依次变小"),
        ({"III": 3}, "III", "标准 = 数字"),
        ({"applies_to": ["natural.floood"]}, "applies_to", "“natural.flood”"),
        ({"applies_to": "natural.flood"}, "applies_to", "文字列表"),
        ({"also": ["geologicl"]}, "also", "“geological”"),
        ({"source": "R494"}, "source", "“R493”"),
        ({"source_II": "R494"}, "source_II", "“R493”"),
        ({"verified_II": "excerp"}, "verified_II", "“excerpt”"),
        ({"reportable_in_collective": "5"}, "reportable_in_collective", "非负整数"),
        ({"injured_are_poisoned": 1}, "injured_are_poisoned", "true"),
        ({"capital_I": {"participants": 0}}, "capital_I.participants", "只有 IV"),
        ({"nota": "x"}, "nota", "“note”"),
    ],
)
def test_a_problem_names_file_entry_key_and_nearest_word(change: dict[str, Any], key: str, words: str) -> None:
    (problem,) = problems(change)
    assert problem.startswith(f"taxonomy.toml [default] {key}: ")
    assert words in problem


def test_the_default_must_be_there_and_ids_differ() -> None:
    assert any("[defalt] id: 没有编号为 “default”" in problem for problem in problems({"id": "defalt"}))
    assert "taxonomy.toml [default] id: 重复的编号" in problems({"id": "default", "also": []}, 1)


def test_a_source_says_how_it_was_read() -> None:
    document = copy.deepcopy(DOCUMENT)
    document["sources"]["R493"] = {"name": "x", "verified": "txt"}
    with pytest.raises(RulebookError, match=r"\[sources\.R493\] verified: .*“text”"):
        read_taxonomy("taxonomy.toml", document)
    document["sources"] = {"R493": "x"}
    with pytest.raises(RulebookError, match=r"\[sources\.R493\] name: "):
        read_taxonomy("taxonomy.toml", document)
