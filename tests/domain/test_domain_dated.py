"""Days that a document names as its last are pointed out, whatever stands around them; days of something else are not."""

from __future__ import annotations

import pytest

from dutydesk.capabilities.policies.dated import last_days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("请各省于12月5日前将贯彻落实情况报国务院办公厅。申报中央补助资金截止12月20日。", ("12月5日", "12月20日")),
        ("请于2026年12月5日（周六）17时前反馈", ("2026年12月5日",)),
        ("反馈时限: 12月8日 12时", ("12月8日",)),
        ("征求意见期至12月31日止, 逾期视为无意见; 12月31日前汇总", ("12月31日",)),
        ("截至12月5日10时的情况如下", ()),
        ("自12月1日起施行, 12月3日下午召开会议", ()),
        ("12月5日前后有雨雪", ()),
    ],
)
def test_last_days(text: str, days: tuple[str, ...]) -> None:
    assert last_days(text) == days
