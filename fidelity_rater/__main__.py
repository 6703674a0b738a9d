"""``python -m fidelity_rater``: the same as the command."""

from __future__ import annotations

import sys

from fidelity_rater.cli import main

if __name__ == "__main__":
    sys.exit(main())
