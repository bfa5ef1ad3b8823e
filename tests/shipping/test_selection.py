"""What goes into the package: all that the program needs, and nothing of what it does not."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from shipping import contents, selection
from tests.ui.driving import make_pixels


def test_everything_in_resources_and_weights_goes_in(repository: Path) -> None:
    packed = {Path(source) for source, place in selection.data_files() if place.startswith(("resources", "weights"))}
    there = {path for folder in ("resources", "weights") for path in (repository / folder).rglob("*") if path.is_file()}
    assert packed == there
    places = {Path(place, Path(source).name).as_posix() for source, place in selection.data_files()}
    assert "resources/icons/app.svg" in places
    assert "weights/SHA256SUMS" in places


def test_what_the_program_depends_on_is_left_out_only_where_the_table_says_so() -> None:
    named = {name for name, _ in contents.EXCLUDED_MODULES}
    left_out = set(selection.excluded_modules())
    assert not left_out & {"numpy", "PIL", "PySide6", "torch", "typer", "rich", "pyvips", "platformdirs"}
    assert {"pytest", "PyInstaller", "mypy", "hypothesis"} <= left_out - named


def test_the_client_of_clusters_is_left_out() -> None:
    """It is an extra; the packed program says how to get it (``studio/batch/cluster/address.py``)."""
    assert {"dask", "distributed", "tornado", "cloudpickle", "msgpack"} <= set(selection.excluded_modules())


def test_a_package_comes_along_once_it_is_a_dependency(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "psutil" in selection.excluded_modules()
    needed = selection.run_time_distributions() | {"psutil"}
    monkeypatch.setattr(selection, "run_time_distributions", lambda: needed)
    assert "psutil" not in selection.excluded_modules()


def test_every_row_says_why_and_stands_once() -> None:
    for table in (contents.EXCLUDED_MODULES, contents.EXCLUDED_FILES):
        assert all(reason for _, reason in table)
        assert len({name for name, _ in table}) == len(table)


def test_every_kept_module_is_an_exception_to_a_row_and_goes_in() -> None:
    starred = tuple(name.removesuffix("*") for name, _ in contents.EXCLUDED_MODULES if name.endswith("*"))
    assert all(name.startswith(starred) for name in contents.KEPT_MODULES)
    packages = {name.partition(".")[0] for name in contents.KEPT_MODULES}
    there = {module for package in packages for module in selection.modules_of(package)}
    assert set(contents.KEPT_MODULES) <= there - set(selection.excluded_modules())


def test_exceptions_win_over_patterns() -> None:
    assert not selection.is_wanted("torch/bin/test_api")
    assert selection.is_wanted("torch/bin/torch_shm_manager")
    assert not selection.is_wanted("PySide6/Qt/plugins/imageformats/libqtiff.so")
    assert selection.is_wanted("PySide6/Qt/plugins/imageformats/libqsvg.so")
    assert selection.is_wanted("PySide6/Qt/plugins/platforms/libqxcb.so")
    assert selection.is_wanted("resources/anything/new.json")


def test_libraries_that_break_when_stripped_are_not() -> None:
    assert selection.is_stripped("torch/lib/libtorch_cpu.so")
    assert selection.is_stripped("PIL/_imaging.cpython-311-x86_64-linux-gnu.so")
    assert not selection.is_stripped("numpy.libs/libscipy_openblas64_.so")
    assert not selection.is_stripped("pyvips_binary.libs/libvips.so.42")
    assert not selection.is_stripped("pillow.libs/libjpeg.so.62")


def test_only_modules_that_read_themselves_keep_their_sources() -> None:
    modes = selection.source_modes()
    assert modes["torch"] == "pyz"
    with_source = {name for name, mode in modes.items() if mode == "pyz+py"}
    assert {"torch.fx.experimental._config", "torch.nn.functional", "torch.functional"} <= with_source
    assert not with_source & {"torch.fx", "torch._torch_docs", "torch.nn.modules.conv"}


PACKED = {"upscale-skip", "upscale-no-skip", "inpaint-skip", "inpaint-no-skip"}


def run_without_what_is_left_out(*commands: str, repository: Path) -> subprocess.CompletedProcess[str]:
    """Several commands in one process, as starting it takes longest; what they said."""
    words = " then ".join(commands).split()
    command = [sys.executable, str(repository / "tests/shipping/without.py"), *words]
    ended = subprocess.run(command, cwd=repository, capture_output=True, text=True, timeout=300)
    assert ended.returncode == 0, ended.stderr
    return ended


def test_the_self_check_passes_without_what_is_left_out_and_help_can_be_read(repository: Path) -> None:
    """Typer's help wants pygments and markdown-it."""
    if not all((repository / "weights" / f"{name}.safetensors").is_file() for name in PACKED):
        pytest.skip("the packed networks are not in this checkout")
    ended = run_without_what_is_left_out("self-check --json", "--help", repository=repository)
    assert not ended.stderr
    facts, help_at = json.JSONDecoder().raw_decode(ended.stdout)
    assert facts["ok"] is True
    assert {check["card"] for check in facts["checks"]} == PACKED
    assert facts["versions"]["torch"]
    assert "Usage" in ended.stdout[help_at:]


def test_the_program_trains_without_what_is_left_out(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    for number in range(3):
        Image.fromarray(make_pixels(300, 320, number)).save(tmp_path / "photos" / f"{number}.png")
    recipes = ("upscale-skip", "inpaint-skip")
    rest = f"--data {tmp_path / 'photos'} --steps 1 --batch 1 --quiet"
    commands = [f"train {recipe} --out {tmp_path / recipe} {rest}" for recipe in recipes]
    run_without_what_is_left_out(*commands, repository=repository)
    assert all((tmp_path / recipe / f"{recipe}.safetensors").is_file() for recipe in recipes)


def test_the_lab_plots_without_what_is_left_out(repository: Path) -> None:
    run_without_what_is_left_out("lab-plot", repository=repository)
