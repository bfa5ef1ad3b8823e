"""torch takes a second to load: whatever a person sees first comes before it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

TORCH_FREE = ("errors", "paths", "settings", "imaging", "document", "models.config", "models.card",
              "models.descriptor", "models.onnx_file", "engine.task", "engine.task_table", "engine.network_kinds",
              "engine.device_env", "studio", "cli", "__main__", "ui")  # fmt: skip

IMPORT_EACH = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
    if "torch" in sys.modules:
        sys.exit(f"{name} brought torch")
"""

RUN_VERBS = """
import sys
from desktop_unet.__main__ import main
for words in sys.argv[1:]:
    print(words, flush=True)
    try:
        code = main(words.split())
    except SystemExit as ended:
        code = ended.code
    if code or "torch" in sys.modules:
        sys.exit(f"{words}: {code or 'torch was loaded'}")
"""

EARLY = ("--help", "upscale --help", "inpaint --help", "train --help", "weights list")


def run(repository: Path, program: str, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", program, *words]
    return subprocess.run(command, cwd=repository, capture_output=True, text=True, timeout=120)


def module_names(repository: Path) -> list[str]:
    """Every module of the parts named above; a part's own name stands for all below it."""
    root = repository / "desktop_unet"
    names = []
    for path in sorted(root.rglob("*.py")):
        inside = path.relative_to(root).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
        if any(inside == part or inside.startswith(part + ".") for part in TORCH_FREE):
            names.append(f"desktop_unet.{inside}")
    return names


def test_the_named_modules_load_without_torch(repository: Path) -> None:
    names = module_names(repository)
    assert {f"desktop_unet.{part}" for part in TORCH_FREE} <= set(names)
    answer = run(repository, IMPORT_EACH, *names)
    assert answer.returncode == 0, answer.stderr


def test_the_check_would_see_torch(repository: Path) -> None:
    assert "desktop_unet.models.unet brought torch" in run(repository, IMPORT_EACH, "desktop_unet.models.unet").stderr


def test_help_and_lists_come_before_torch(repository: Path) -> None:
    answer = run(repository, RUN_VERBS, *EARLY)
    assert answer.returncode == 0, answer.stderr
    said = [answer.stdout.partition(f"{words}\n")[2].strip() for words in EARLY]
    assert all(text and not text.startswith(EARLY) for text in said)
