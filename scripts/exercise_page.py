"""Write docs/exercise.md, and docs/log/exercise.md with learning curves, from the exercise family's cards and logs.

    .venv/bin/python scripts/exercise_page.py --runs runs/exercise

Tables come from the cards in weights/ (``publish_weights.py`` measured them), curves from each run's ``log.jsonl``;
where there are no runs, the log stays as it is. What the text says of a comparison follows from the figures.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from matplotlib import pyplot
from plot_learning import read_curve

from desktop_unet.models.card import Card, list_cards
from desktop_unet.paths import weights_dir

REPOSITORY = Path(__file__).resolve().parent.parent
UPSAMPLINGS = {
    "bilinear": "bilinear + convolution",
    "pixel-shuffle": "pixel shuffle",
    "unpool": "unpooling",
    "transposed": "transposed convolution",
}
SETS = ("Set5 x4", "Set14 x4", "val x4")
HOLES = ("scratches", "brush 1-10%", "brush 10-20%", "brush 20-40%", "square 15%")
TWINS = {
    **{f"exercise-upscale-{name}": f"x4, {title}" for name, title in UPSAMPLINGS.items()},
    "exercise-inpaint": "filling, one stage",
    "exercise-inpaint-two-stage": "filling, two stages",
}
CLOSING = """
* Each figure is one network from one seed. Differences of a tenth of a decibel can be chance; how far seeds
  scatter was not measured.
* Steps, widths, data and seed are equal inside a comparison. Parameters and time are not: a decoder that gets the
  skips' features has more inputs, and upsamplings differ in their kernels (see the column of parameters).
* Bicubic enlargement alone reaches 28.43 dB on Set5, 26.09 on Set14 and 27.48 on val: after so few steps none of these
  small networks is above it. They are here to be compared with each other, not to be used on photos.
* The trainings are short. A curve that still rises says that the order may change with more steps.
* Unpooling carries the positions of the encoder's maxima to the decoder, with or without skips. "No skip" with
  unpooling is therefore not free of information from above the bottleneck.
* Closing a gate in a trained network is an intervention: its decoder has never seen zeros there. It shows what
  this network uses, not what a network trained without that skip can do; for that there are the no-skip networks.
* PSNR and SSIM favour smooth guesses. Look at the pictures too: `desktop-unet lab sheet PHOTO OUT`.
"""
THIRD_USE = """
## The third use: marking instead of painting

The first U-Net neither enlarged nor filled: it marked cells in pictures of a microscope, pixel by pixel (Ronneberger,
Fischer and Brox 2015, *U-Net: Convolutional Networks for Biomedical Image Segmentation*). The same class of network
does that here with damage: photo in, **one channel** out, a sigmoid, and each value says how likely that pixel is
damaged. The answer is about places alone, and handing places across is what skips are for.

The pair `damage-skip` and `damage-no-skip` is the program's own finder, not of the exercise's family: five levels, the
first at half the photo's height and width, the bottleneck at 1/32 of them. Both have the same photos and widths;
[how long each learned](scratch-finder.md) differs. The damage is made by code (`desktop_unet/imaging/defects`), so
the truth is known to the pixel. Looking at it needs no training: choose *Find damage* in the lab, or the lesson
*Finding damage*.

```
desktop-unet lab sheet PHOTO SHEET.png --damage scratches
desktop-unet lab ablate PHOTO --damage scratches --seed 3
desktop-unet train damage-no-skip --data PHOTOS --out runs/damage-no-skip --validation VAL --name own-damage-no-skip
```

Marks are scored in place of pictures: precision, recall and F1, with two pixels of tolerance. Mean errors would praise
a network that marks nothing, since few pixels are damaged; for the same reason it learns by cross-entropy together with
soft Dice (`desktop_unet/training/marking.py`). Questions to work on:

* Thin lines, then wide patches (`--damage stains`): which of the two suffers more without skips, and why?
* Which gate, closed alone, costs most recall? Is it the same one that costs enlargers their sharpness?
* Two pixels of tolerance forgive a soft mark. What does the sheet show that F1 does not?
"""
SEED_NOTE_DB = 0.1
"""Differences below this are called small: one seed each cannot tell them from chance."""


def main() -> None:
    """Read cards and logs, write the page and its pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, default=weights_dir())
    parser.add_argument("--runs", type=Path, default=REPOSITORY / "runs" / "exercise", help="a folder per card")
    parser.add_argument("--docs", type=Path, default=REPOSITORY / "docs")
    given = parser.parse_args()
    cards = {card.name: card for card in list_cards(given.weights) if card.family == "exercise"}
    if not cards:
        raise SystemExit(f"error: {given.weights} holds no networks of the exercise; train and publish them first")
    pictures = given.docs / "images"
    pictures.mkdir(parents=True, exist_ok=True)
    titles = {"upscale": "Enlarging x4", "inpaint": "Filling, inside the hole"}
    drawn = [
        _draw_curves(pictures / f"exercise-{task}-learning.png", title, task, cards, given.runs)
        for task, title in titles.items()
    ]
    (given.docs / "exercise.md").write_text("\n".join(page(cards)) + "\n", "utf-8")
    if curves := [path for path in drawn if path]:
        (given.docs / "log").mkdir(exist_ok=True)
        (given.docs / "log" / "exercise.md").write_text("\n".join(log(cards, curves)) + "\n", "utf-8")


def page(cards: dict[str, Card]) -> Iterator[str]:
    """Lines of docs/exercise.md: what came out, what it supports, how to repeat it."""
    yield from _opening(cards)
    yield from ["", "## Enlarging 64x64 to 256x256", ""]
    enlargers = [*_twins("upscale"), "exercise-upscale-tanh-skip"]
    yield from _table(cards, enlargers, SETS, "PSNR / SSIM on Y")
    yield from ["", "## Filling at 256x256 with a mask channel", ""]
    kinds = tuple(f"val {kind}" for kind in HOLES)
    yield from _table(cards, _twins("inpaint"), kinds, "PSNR / SSIM inside the hole, validation photos")
    yield from ["", *THIRD_USE.strip().splitlines()]
    yield from ["", "## What this supports, and what not", "", *CLOSING.strip().splitlines()]
    yield from _repeating(cards)


def log(cards: dict[str, Card], curves: Sequence[Path]) -> Iterator[str]:
    """Lines of docs/log/exercise.md: every comparison, and how the networks learned."""
    yield "# Log of the exercise"
    yield ""
    yield f"Written by `scripts/exercise_page.py` on {date.today():%-d %B %Y}; what it comes to is in"
    yield "[exercise.md](../exercise.md)."
    yield from ["", "## What skips do, in decibels", ""]
    yield from _differences(cards)
    yield from ["", "## Learning curves", ""]
    for path in curves:
        yield f"![{path.stem.replace('-', ' ')}](../images/{path.name})"
        yield ""
    yield "Validation PSNR over steps, from the runs' logs, at the middle of each validation photo in fp32: not the"
    yield "same figures as in the page's tables, which are measured on whole photos by the program itself."


def _twins(task: str) -> list[str]:
    return [f"{name}-{variant}" for name in TWINS if f"-{task}" in name for variant in ("skip", "no-skip")]


def _opening(cards: dict[str, Card]) -> list[str]:
    widths = ", ".join(map(str, next(iter(cards.values())).config.widths))
    return [
        "# The exercise: U-Nets with and without skip connections",
        "",
        "Thirteen small, classic U-Nets for the skip lab: four upsamplings, a filler of one stage and one of two, each",
        "with and without skips, and one with a tanh.",
        "",
        *_outcome(_gains(cards)),
        "",
        "Each level has two times convolution, batch normalisation and ReLU; features double where height and width",
        f"halve ({widths} channels); a sigmoid makes the picture. Enlargers get the small photo enlarged by bicubic",
        "and repair it; fillers get the photo with its hole and the mask as a fourth channel.",
    ]


def _repeating(cards: dict[str, Card]) -> list[str]:
    first = next(iter(cards.values()))
    training, photos = first.provenance["training"], first.provenance["photos"]
    steps = " and ".join(f"{count:,}" for count in sorted({card.provenance["steps"] for card in cards.values()}))
    return [
        "",
        "## How to repeat it",
        "",
        "```",
        f"desktop-unet train {first.name} --data PHOTOS --out runs/exercise/{first.name} --validation VAL "
        f"--steps {steps}",
        "python scripts/publish_weights.py runs/exercise/*/*.safetensors --data DATA",
        "python scripts/exercise_page.py --runs runs/exercise",
        "```",
        "",
        f"All were trained on the same {photos} photos with the same order of samples, widths and seed",
        f"({training['seed']}), {steps} steps of {training['batch']} patches, by the recipes in",
        "`desktop_unet/training/exercise.py`. The last command writes this page from the cards in `weights/`, and from",
        "the runs the [log](log/exercise.md), which has every comparison and the learning curves.",
    ]


def _table(cards: dict[str, Card], names: Sequence[str], columns: Sequence[str], what: str) -> Iterator[str]:
    present = [name for name in names if name in cards]
    if not present:
        yield "Not trained yet."
        return
    yield f"{what}."
    yield ""
    yield f"| network | parameters | {' | '.join(columns)} |"
    yield f"|---|---:|{'---:|' * len(columns)}"
    for name in present:
        card = cards[name]
        cells = (_cell(card, column) for column in columns)
        yield f"| {name.removeprefix('exercise-')} | {card.parameters:,} | {' | '.join(cells)} |"


def _cell(card: Card, column: str) -> str:
    psnr, ssim = card.scores.get(f"{column} PSNR"), card.scores.get(f"{column} SSIM")
    return "-" if psnr is None or ssim is None else f"{psnr:.2f} / {ssim:.4f}"


def _gains(cards: dict[str, Card]) -> list[tuple[str, str, float]]:
    """Comparison, photos, and skip minus no skip in dB, of every pair that has been scored."""
    rows = []
    for name, title in TWINS.items():
        with_skips, without = cards.get(f"{name}-skip"), cards.get(f"{name}-no-skip")
        if with_skips is None or without is None:
            continue
        columns = SETS if with_skips.task == "upscale" else tuple(f"val {kind}" for kind in HOLES)
        for column in columns:
            pair = [card.scores.get(f"{column} PSNR") for card in (with_skips, without)]
            if None not in pair:
                rows.append((title, column, pair[0] - pair[1]))
    return rows


def _outcome(gains: Sequence[tuple[str, str, float]]) -> Iterator[str]:
    """The sentence that the figures support."""
    better = sum(gain > SEED_NOTE_DB for _, _, gain in gains)
    worse = sum(gain < -SEED_NOTE_DB for _, _, gain in gains)
    even = len(gains) - better - worse
    for what, chosen in (("enlarging x4", "x4"), ("filling thin scratches", "val scratches")):
        found = [gain for title, column, gain in gains if chosen in (title.split(",")[0], column)]
        if found:
            yield f"Skips are worth {min(found):+.2f} to {max(found):+.2f} dB in {what}."
    yield f"Of {len(gains)} comparisons, the network with skips is ahead by more than {SEED_NOTE_DB} dB in {better},"
    yield f"behind by more than that in {worse}; in the other {even} the difference is within {SEED_NOTE_DB} dB."


def _differences(cards: dict[str, Card]) -> Iterator[str]:
    """Skip minus no skip, per comparison."""
    yield "| comparison | photos | skip minus no skip, dB |"
    yield "|---|---|---:|"
    for title, column, gain in _gains(cards):
        yield f"| {title} | {column} | {gain:+.2f} |"
    yield ""
    yield from _outcome(_gains(cards))


def _draw_curves(path: Path, title: str, task: str, cards: dict[str, Card], runs: Path) -> Path | None:
    """One picture per task: a colour per comparison, skip solid, no skip dashed."""
    names = [name for name in cards if cards[name].task == task and (runs / name / "log.jsonl").is_file()]
    if not names:
        return None
    figure, axes = pyplot.subplots(figsize=(8, 4.6), layout="constrained")
    families = list(dict.fromkeys(name.removesuffix("-no-skip").removesuffix("-skip") for name in names))
    for name in names:
        family = name.removesuffix("-no-skip").removesuffix("-skip")
        points, _ = read_curve(runs / name)
        style = "--" if name.endswith("-no-skip") else "-"
        colour = f"C{families.index(family)}"
        axes.plot(*zip(*points, strict=True), style, color=colour, label=name.removeprefix("exercise-"))
    axes.set(title=title, xlabel="steps", ylabel="PSNR, dB")
    axes.grid(alpha=0.3)
    axes.legend(fontsize="small")
    figure.savefig(path, dpi=120)
    pyplot.close(figure)
    return path


if __name__ == "__main__":
    main()
