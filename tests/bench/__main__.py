"""`make bench`: every figure a median of at least five runs beside a floor of the same run."""

import argparse

from tests.bench import (
    advance,
    conformance,
    due,
    evaluation,
    flood,
    lateness,
    pages,
    report,
    sweep,
    verify,
    whatif,
)
from tests.bench.ground import ground

PARTS = {
    "advance": advance.figures,
    "sweep": sweep.figures,
    "flood": flood.figures,
    "lateness": lateness.figures,
    "pages": pages.figures,
    "whatif": whatif.figures,
    "verify": verify.figures,
    "evaluation": evaluation.figures,
}
WITHOUT_SERVERS = {"due": due.figures, "conformance": conformance.figures}


def main() -> None:
    """Runs the parts named, or all of them."""
    words = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    words.add_argument(
        "parts", nargs="*", choices=[*PARTS, *WITHOUT_SERVERS, []], help="default: all"
    )
    words.add_argument("--runs", type=int, default=5)
    asked = words.parse_args()
    for part in asked.parts or [*PARTS, *WITHOUT_SERVERS]:
        figures = _measured(part, asked.runs)
        report.keep(part, figures)
        print(f"\n{part}\n{report.table(figures)}", flush=True)


def _measured(part: str, runs: int) -> list[report.Figure]:
    if part in WITHOUT_SERVERS:
        return WITHOUT_SERVERS[part](runs)
    with ground() as prepared:
        return PARTS[part](prepared, runs)


if __name__ == "__main__":
    main()
