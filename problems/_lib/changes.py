"""What an attempt changes in what the code does: python changes.py <start folder> <attempt folder>

Prints one JSON line and runs nothing of either folder: a list of {"file", "unit", "line", "kind", "digest", "seeds",
"links", "signs", "prints"}. A unit is a function, a method, the head of a class, a name or the remaining statements of a
module, or a key of a JSON file. Format, comments, docstrings, annotations and consistent new names are no change.

kind: "code"; "constant" when only numbers changed; "seed" when only a seed did; "config" for a JSON key; "debug" when
nothing but looking was added; "unreadable" when the file does not parse. digest: of what the unit does now, without what
only looks and without seeds; seeds: the numbers that seed something in it. links: names of the project that the change
is about; changes that share one belong together. signs: what was added to look or to try, see changing/signs.py; prints:
how many of them are leftovers of a search (a print, a breakpoint, code in a comment).
"""

import json
import sys
from pathlib import Path

from changing.compare import compared

MOST_UNITS = 60


def main():
    start, attempt = Path(sys.argv[1]), Path(sys.argv[2])
    print(json.dumps(compared(start, attempt)[:MOST_UNITS]))


if __name__ == "__main__":
    main()
