"""What tables of contacts call their columns: read from what somebody wrote."""

from __future__ import annotations

ALSO = {
    "unit": ("单位名称", "部门", "机构", "所在单位", "单位部门"),
    "post": ("职务", "职位", "职务岗位", "科室"),
    "name": ("联系人", "负责人", "联络员", "联系人姓名"),
    "number": (
        *("电话", "办公电话", "手机", "手机号", "手机号码", "联系电话", "联系方式", "座机", "固定电话", "值班电话"),
        *("电话号码", "移动电话", "办公室电话", "联系手机"),
    ),
    "verified": ("核实日期", "更新日期", "更新时间"),
    "note": ("说明",),
}
