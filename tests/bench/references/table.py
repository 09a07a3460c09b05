"""Textual's own table with 200 rows and a row cursor."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import DataTable


class Table(App[None]):
    def compose(self) -> ComposeResult:
        yield DataTable(cursor_type="row", zebra_stripes=False)

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns("TIME", "WHO", "WHAT")
        for number in range(200):
            table.add_row(
                f"{number // 60 % 24:02d}:{number % 60:02d}", "张伟", f"南召县强降雨, 已转告水利厅 ({number})"
            )
        table.move_cursor(row=100, animate=False)


if __name__ == "__main__":
    Table().run()
