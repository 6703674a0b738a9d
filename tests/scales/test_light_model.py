"""The model of a scale is light to import: checking files is only paid for where files are read."""

from __future__ import annotations

import subprocess
import sys


def test_the_model_and_its_faults_load_no_pydantic() -> None:
    program = (
        "import sys, fidelity_rater.scales.model, fidelity_rater.scales.errors; sys.exit('pydantic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
