"""Acts on the office's reporting limits."""

from __future__ import annotations

from dutydesk.kernel.acts import Act, arg


class LimitsChoose(Act):
    """Choose the column of reporting limits that the office keeps."""

    NAME = "limits choose"
    HELP = "选定本省的报送时限栏"
    RIGHT = "rulebook"
    column: str = arg("时限栏, 见 dutydesk limits", positional=True, required=True)
    reason: str = arg("理由或文号")
