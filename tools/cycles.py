"""No module imports itself by way of others."""

import graphlib

import grimp

from tools import sources


def problems() -> list[str]:
    """Show one cycle, if there is one."""
    graph = grimp.build_graph("salerno", cache_dir=".salerno/grimp")
    order = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    try:
        tuple(graphlib.TopologicalSorter(order).static_order())
    except graphlib.CycleError as cycle:
        return [f"import cycle: {' -> '.join(cycle.args[1])}"]
    return []


if __name__ == "__main__":
    sources.report(problems)
