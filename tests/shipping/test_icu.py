"""ICU's data in the package: what the program's languages need, and no more."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import PySide6
import pytest

from shipping.icu import smaller_data

LIBRARIES = Path(PySide6.__file__).parent / "Qt/lib"
SORT = """
from functools import cmp_to_key
from PySide6.QtCore import QCollator, QLocale
for name in ("vi", "en", "de"):
    order = QCollator(QLocale(name))
    order.setNumericMode(True)
    print(sorted("đá da dá ăn an Än 10 9 ơ o ư thị thi Zebra 日本".split(), key=cmp_to_key(order.compare)))
print([line.split()[-1] for line in open("/proc/self/maps") if "libicudata" in line][0])
"""


def sort_names(**environment: str) -> tuple[str, str]:
    """What is sorted how, and which data was used."""
    ended = subprocess.run([sys.executable, "-c", SORT], capture_output=True, text=True, env=environment, check=True)
    order, _, used = ended.stdout.strip().rpartition("\n")
    return order, used


@pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("icupkg", path="/usr/sbin:/usr/bin") is None, reason="no icupkg"
)
def test_names_are_sorted_as_with_the_whole_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/usr/sbin:/usr/bin:/bin")
    library = next(LIBRARIES.glob("libicudata.so.*"))
    target = tmp_path / library.name
    smaller_data(library, target, {"en", "vi"})
    assert target.stat().st_size < library.stat().st_size / 10
    whole, part = sort_names(), sort_names(LD_PRELOAD=str(target))
    assert (whole[1], part[1]) == (str(library), str(target))
    assert part[0] == whole[0]
