"""`make bench`: every figure a median of at least five runs beside a floor of the same run."""

import argparse

from tests.bench import advance, pages, report, sweep
from tests.bench.ground import ground

PARTS = {"advance": advance.figures, "sweep": sweep.figures, "pages": pages.figures}


def main() -> None:
    """Runs the parts named, or all of them."""
    words = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    words.add_argument("parts", nargs="*", choices=[*PARTS, []], help="default: all")
    words.add_argument("--runs", type=int, default=5)
    asked = words.parse_args()
    for part in asked.parts or PARTS:
        with ground() as prepared:
            figures = PARTS[part](prepared, asked.runs)
        report.keep(part, figures)
        print(f"\n{part}\n{report.table(figures)}", flush=True)


if __name__ == "__main__":
    main()
