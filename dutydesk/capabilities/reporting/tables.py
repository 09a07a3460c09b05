"""Who read a report that waited for a signature."""

from __future__ import annotations

from typing import Any, ClassVar

from dutydesk.store.columns import Table, integer_column, text_column


class ReportReading(Table, table=True):
    """One person has read one text: by its digest, so that another text is another reading."""

    __tablename__: ClassVar[Any] = "report_reading"
    id: str = text_column(key=True)
    seq: int = integer_column()
    matter_id: str = text_column()
    consent: str = text_column()
    digest: str = text_column()
    person: str = text_column()
    at: int = integer_column()
