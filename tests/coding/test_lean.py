"""Processes of our own read without torch; whoever wants it there still gets it."""

import subprocess
import sys
from pathlib import Path

# A module that is called torch, as it would be installed, and what each way of importing it finds.
SCRIPT = """
import sys
sys.path.insert(0, sys.argv[1])
if sys.argv[2] == "lean":
    from dragoman.coding.lean import leave_out_torch
    leave_out_torch()
try:
    import thinc.compat
except AttributeError:
    pass  # it took what is called torch for torch
print("torch" in sys.modules)
import torch
print(torch.of_the_test)
"""


def read(folder: Path, how: str) -> list[str]:
    (folder / "torch").mkdir(exist_ok=True)
    (folder / "torch" / "__init__.py").write_text("of_the_test = 'here'\n", encoding="utf-8")
    (folder / "torch" / "utils").mkdir(exist_ok=True)
    (folder / "torch" / "utils" / "__init__.py").touch()
    (folder / "torch" / "utils" / "dlpack.py").touch()
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(folder), how], capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def test_spacy_is_kept_from_torch_and_nobody_else(tmp_path: Path) -> None:
    assert read(tmp_path, "as it is") == ["True", "here"]
    assert read(tmp_path, "lean") == ["False", "here"]
