"""No module imports, in whatever round about way, what imports it: not at its top, not in a function."""

from __future__ import annotations

import grimp


def circles(graph: grimp.ImportGraph) -> list[set[str]]:
    """Return the groups of modules that import each other (Tarjan)."""
    numbers: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_: list[str] = []
    found: list[set[str]] = []

    def visit(module: str) -> None:
        numbers[module] = lowest[module] = len(numbers)
        open_.append(module)
        for other in sorted(graph.find_modules_directly_imported_by(module)):
            if other not in numbers:
                visit(other)
                lowest[module] = min(lowest[module], lowest[other])
            elif other in open_:
                lowest[module] = min(lowest[module], numbers[other])
        if lowest[module] == numbers[module]:
            group = set[str]()
            while module not in group:
                group.add(open_.pop())
            found.extend([group] if len(group) > 1 else [])

    for module in sorted(graph.modules):
        if module not in numbers:
            visit(module)
    return found


def test_a_circle_would_be_found() -> None:
    graph = grimp.ImportGraph()
    for one, other in [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]:
        graph.add_import(importer=one, imported=other)
    assert circles(graph) == [{"a", "b", "c"}]


def test_no_module_imports_in_a_circle() -> None:
    graph = grimp.build_graph("dutydesk", exclude_type_checking_imports=True, cache_dir=None)
    assert len(graph.modules) > 400
    assert circles(graph) == []
