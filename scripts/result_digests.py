"""Show that a change to the code has changed no result: digests of 24 results, and of the window's golden views.

    .venv/bin/python scripts/result_digests.py --out before.json      before the change
    .venv/bin/python scripts/result_digests.py --check before.json    after it: names what differs, exit code 1

Photos are made here, so nothing but the program and its packed networks is needed. The requests go through the
command line, in one process; what only the window can ask for (an exact size, only what is marked) goes to the engine,
whose parts are looked up by name, so that modules may be moved between the two runs. Digests hold for one machine and
one version of torch: other processors round differently.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import hashlib
import importlib
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageDraw

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGE = REPOSITORY / "desktop_unet"
HEIGHT, WIDTH = 124, 170
LARGE = (270, 330)
SIXTEEN_BITS = 257
"""An 8-bit value times this is the same brightness in 16 bits."""
VIEW, VIEW_TRIES = "view ", 6
PROFILE_DATE = slice(24, 36)
FACTS = ("card", "precision", "tiles", "strength")
"""What ``--json`` says of a result beside its notes; seconds and memory differ every time."""

Pixels = NDArray[np.uint8] | NDArray[np.uint16]
Facts = dict[str, Any]
"""Of one result: digests and plain values by name."""

# --- what is asked: a name, then the words of the command line --------------------------------------------------

UPSCALE = {
    "x1 cleans up, strength found": "noisy.png --scale 1",
    "x1 without skips, JPEG found": "crushed.jpg --scale 1 --variant no-skip",
    "x2, strength given": "plain.png --scale 2 --strength 0.5",
    "x2 without skips": "plain.png --scale 2 --strength 0 --variant no-skip",
    "x2, gates": "plain.png --scale 2 --strength 0 --gates 1,0.5,0",
    "x2, 16 bit, alpha": "deep-alpha.png --scale 2 --strength 0",
    "x2, EXIF orientation": "turned.jpg --scale 2 --strength 0",
    "x3, profile": "profile.png --scale 3 --strength 0",
    "x3, 16 bit, without skips": "deep.png --scale 3 --variant no-skip",
    "x4": "plain.png --scale 4",
    "x4, alpha, without skips": "alpha.png --scale 4 --variant no-skip",
    "x4, gray": "gray.png --scale 4 --strength 0.2",
    "x4, fixed tiles": "large.png --scale 4 --strength 0 --tile 128",
    "x8": "small.png --scale 8 --strength 0",
}
INPAINT = {
    "smooth fill": "plain.png --mask hole.png --fill smooth",
    "smooth fill without skips": "plain.png --mask hole.png --fill smooth --variant no-skip",
    "texture fill": "noisy.png --mask hole.png --fill texture",
    "fill left open, soft mask": "noisy.png --mask soft.png",
    "fill, 16 bit, alpha, without skips": "deep-alpha.png --mask hole.png --variant no-skip",
    "fill, gates, fixed tiles": "large.png --mask strokes.png --fill smooth --gates 1,0.5,0.7,0 --tile 256",
    "scratches found": "scratched.png --mask auto --mask-threshold 0.3",
}
WORDS = {name: f"upscale {words}" for name, words in UPSCALE.items()} | {
    name: f"inpaint {words}" for name, words in INPAINT.items()
}


def exact_size(folder: Path) -> object:
    """x4, reduced to a width that no scale gives."""
    size = named("TargetSize")(named("Extent")(417, 571), 300.0)
    return named("UpscaleRequest")(photo_of(folder / "plain.png"), 4, 0.0, target=size)


def only_what_is_marked(folder: Path, scale: int) -> object:
    """The network works in the marks alone."""
    marks = np.asarray(Image.open(folder / "soft.png"))
    return named("UpscaleRequest")(photo_of(folder / "noisy.png"), scale, None, only=marks)


ENGINE: dict[str, Callable[[Path], object]] = {
    "exact size": exact_size,
    "only what is marked, x1": functools.partial(only_what_is_marked, scale=1),
    "only what is marked, x2": functools.partial(only_what_is_marked, scale=2),
}


def main() -> int:
    """Take the digests; write them, or compare them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked = parser.add_mutually_exclusive_group(required=True)
    asked.add_argument("--out", type=Path, help="write the digests to this file")
    asked.add_argument("--check", type=Path, help="compare with the digests in this file")
    parser.add_argument("--no-views", action="store_true", help="leave out the views of the window")
    given = parser.parse_args()
    kept = json.loads(given.check.read_text()) if given.check else {}
    found = take_digests()
    if not given.no_views:
        found |= views_of_the_window(kept)
    if given.out:
        given.out.write_text(json.dumps(found, indent=1) + "\n")
        return 0
    if given.no_views:
        kept = {name: facts for name, facts in kept.items() if not name.startswith(VIEW)}
    differences = list(compare(kept, found))
    print("\n".join(differences) or f"all {len(found)} as before")
    return 1 if differences else 0


def take_digests() -> dict[str, Facts]:
    """All results by name."""
    sys.path.insert(0, str(REPOSITORY))
    found = {}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        os.environ.update(XDG_DATA_HOME=place, XDG_CONFIG_HOME=place)
        os.environ.pop("DESKTOP_UNET_WEIGHTS", None)
        make_photos(folder)
        for name in (*WORDS, *ENGINE):
            started = time.monotonic()
            found[name] = by_command(name, folder) if name in WORDS else by_engine(name, folder)
            print(f"{name}: {time.monotonic() - started:.1f} s", file=sys.stderr, flush=True)
    return found


def compare(kept: dict[str, Facts], found: dict[str, Facts]) -> Iterable[str]:
    """A line for each result that is not as it was."""
    for name in kept:
        now = found.get(name, {})
        other = [fact for fact in kept[name] if now.get(fact) != kept[name][fact]]
        if other:
            yield f"{name}: {', '.join(f'{fact} {kept[name][fact]} -> {now.get(fact)}' for fact in other)}"
    yield from (f"{name}: was not there before" for name in found if name not in kept)


# --- how it is answered ----------------------------------------------------------------------------------------


def by_command(name: str, folder: Path) -> Facts:
    """One request through the program's own front door."""
    from desktop_unet.__main__ import main as program

    verb, photo, *words = WORDS[name].split()
    words = [str(folder / word) if word.endswith(".png") else word for word in words]
    result = folder / "result.png"
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code = program([verb, str(folder / photo), str(result), *words, "--json", "--overwrite", "--device", "cpu"])
    if code:
        raise SystemExit(f"error: {name} ended with {code}")
    told = json.loads(said.getvalue())
    return digests_of(result) | facts_of(told["notes"], {fact: told.get(fact) for fact in FACTS})


def by_engine(name: str, folder: Path) -> Facts:
    """One request that the command line has no words for."""
    run, write = named("run", r"\(request: Request, report"), named("write_photo")
    answer = run(ENGINE[name](folder))
    result = folder / "result.png"
    write(answer.photo, result, overwrite=True)
    return digests_of(result) | facts_of(answer.notes, {fact: getattr(answer, fact) for fact in FACTS})


def facts_of(notes: Iterable[str], facts: Facts) -> Facts:
    return facts | {"notes": digest("\n".join(map(str, notes)).encode())}


def digests_of(path: Path) -> Facts:
    """Pixels, size and what travels with them, read without the program's own code."""
    import pyvips

    image = pyvips.Image.new_from_file(str(path))
    carried = {name: image.get(name) for name in ("icc-profile-data", "exif-data") if name in image.get_fields()}
    return {
        "pixels": digest(image.write_to_memory()),
        "size": [image.height, image.width, image.bands, image.format],
        "carried": {name: digest(bytes(block)) for name, block in carried.items()},
    }


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def photo_of(path: Path) -> Any:
    return named("read_photo")(path)


@functools.cache
def named(name: str, arguments: str = "") -> Any:
    """A function or class of the program, wherever it lives now; ``arguments`` tells two of one name apart."""
    pattern = re.compile(rf"^(class|def) {name}\b{arguments}", re.MULTILINE)
    for path in sorted(PACKAGE.rglob("*.py")):
        if pattern.search(path.read_text()):
            dotted = path.relative_to(REPOSITORY).with_suffix("").as_posix().replace("/", ".")
            return getattr(importlib.import_module(dotted), name)
    raise SystemExit(f"error: {name} is nowhere in {PACKAGE}; say in this script what it is called now")


def views_of_the_window(kept: dict[str, Facts]) -> dict[str, Facts]:
    """The views that the golden test compares; taken again where they are not as in ``kept``.

    Two photos side by side may come out half a pixel larger, depending on which part of the window is laid out first.
    """
    found = take_views()
    for _ in range(VIEW_TRIES - 1):
        others = {name: facts for name, facts in found.items() if facts != kept.get(name)}
        if not kept or not others:
            break
        again = take_views()
        found |= {name: again[name] for name in others if again.get(name) == kept.get(name)}
    return found


def take_views() -> dict[str, Facts]:
    """As the golden test takes them."""
    test = next((REPOSITORY / "tests").rglob("test_golden.py"))
    with tempfile.TemporaryDirectory() as folder:
        words = ("-q", "-p", "no:cacheprovider", "-k", "every_view", f"--golden-views={folder}")
        done = subprocess.run([sys.executable, "-m", "pytest", str(test), *words], cwd=REPOSITORY, stdout=sys.stderr)
        if done.returncode:
            raise SystemExit("error: the window's views do not look as they did")
        pictures = {path.stem: Image.open(path) for path in sorted(Path(folder).glob("*.png"))}
        return {
            f"{VIEW}{name}": {"pixels": digest(picture.tobytes()), "size": [picture.height, picture.width]}
            for name, picture in pictures.items()
        }


# --- photos made by code, never square ---------------------------------------------------------------------------


def make_photos(folder: Path) -> None:
    """All photos and masks that the requests name."""
    plain, noisy = waves(0.01), waves(0.06)
    alpha = np.linspace(0, 255, WIDTH).astype(np.uint8)[None].repeat(HEIGHT, axis=0)
    save = {
        "plain": plain,
        "noisy": noisy,
        "large": waves(0.01, *LARGE),
        "small": plain[:48, :70],
        "gray": plain[..., 0],
    }
    save |= {"alpha": np.dstack([plain, alpha]), "scratched": scratched(plain), **masks()}
    for name, pixels in save.items():
        Image.fromarray(pixels).save(folder / f"{name}.png")
    Image.fromarray(plain).save(folder / "profile.png", icc_profile=profile())
    Image.fromarray(noisy).save(folder / "crushed.jpg", quality=20)
    Image.fromarray(plain).save(folder / "turned.jpg", quality=95, exif=turned())
    for name, pixels in {"deep": noisy, "deep-alpha": np.dstack([plain, alpha])}.items():
        write_deep(folder / f"{name}.png", pixels)


def waves(noise: float, height: int = HEIGHT, width: int = WIDTH) -> NDArray[np.uint8]:
    """(height, width, 3): waves with an edge through them and grain, the same every time."""
    rng = np.random.Generator(np.random.PCG64(7))
    down, across = np.mgrid[0:height, 0:width]
    planes = np.stack([np.sin(down / a + across / b) for a, b in ((7, 11), (13, 5), (4, 23))], axis=-1)
    unit = 0.45 + 0.25 * planes + 0.2 * (across > 2 * down)[..., None] + rng.normal(0, noise, planes.shape)
    return np.rint(255 * np.clip(unit, 0, 1)).astype(np.uint8)


def scratched(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    picture = Image.fromarray(pixels)
    ImageDraw.Draw(picture).line([(5, 12), (160, 90)], fill=(250, 250, 245), width=2)
    return np.asarray(picture)


def masks() -> dict[str, NDArray[np.uint8]]:
    """A hole, strokes all across the large photo, and marks that end softly."""
    hole, soft = (np.zeros((HEIGHT, WIDTH), np.uint8) for _ in range(2))
    hole[40:84, 60:108] = 255
    soft[24:90, 32:80] = np.linspace(20, 255, 48).astype(np.uint8)
    strokes = np.zeros(LARGE, np.uint8)
    strokes[60:70, 15:320] = strokes[180:186, 8:300] = strokes[30:250, 150:160] = 255
    return {"hole": hole, "strokes": strokes, "soft": soft}


def profile() -> bytes:
    """sRGB with the colourants of red and green exchanged, and the date of its making taken out."""
    block = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    block[PROFILE_DATE] = bytes(12)
    tags = {bytes(block[at : at + 4]): at for at in range(132, 132 + 12 * int.from_bytes(block[128:132], "big"), 12)}
    red, green = tags[b"rXYZ"], tags[b"gXYZ"]
    block[red : red + 4], block[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(block)


def turned() -> Image.Exif:
    """As of a camera that was held upright."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Camera works"
    return exif


def write_deep(path: Path, pixels: NDArray[np.uint8]) -> None:
    """A PNG of 16 bits, which Pillow does not write in colour."""
    import cv2

    order = (2, 1, 0, 3)[: pixels.shape[2]]
    cv2.imwrite(str(path), pixels[..., order].astype(np.uint16) * SIXTEEN_BITS - pixels[..., order] // 2)


if __name__ == "__main__":
    sys.exit(main())
