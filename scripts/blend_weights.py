"""Mix two networks of one shape number by number: what lies between a sharp enlarger and the natural one it grew from.

    .venv/bin/python scripts/blend_weights.py runs/upscale-sharp-skip.safetensors weights/upscale-skip.safetensors \
        --share 0.95 --out runs/blended/upscale-sharp-skip.safetensors

The second network is grown to the first one's shape where it is smaller (docs/decisions/0060-...). The card is the
first one's, and says what was mixed. Source: Wang et al. 2018 (ESRGAN), section 3.4, network interpolation.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from desktop_unet.engine.device_env import prepare_environment


def main() -> None:
    """Write the mixed network."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sharp", type=Path, help="the network that counts most")
    parser.add_argument("natural", type=Path, help="the one it began with, or another of its shape")
    parser.add_argument("--share", type=float, default=0.95, help="how much the first counts, 0..1")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    prepare_environment()
    from desktop_unet.models.weights import load_network, save_network
    from desktop_unet.training.growth import grown

    first, card = load_network(given.sharp, check_sum=False)
    second, other = load_network(given.natural, check_sum=False)
    if other.config != card.config:
        second = grown(second, card.config)
    theirs = second.state_dict()
    numbers = {name: given.share * own + (1 - given.share) * theirs[name] for name, own in first.state_dict().items()}
    first.load_state_dict(numbers)
    given.out.parent.mkdir(parents=True, exist_ok=True)
    name = other.name if other.name != card.name else "its stage before"
    before = card.provenance.get("mixed", {"with": name, "share": 1.0})
    if before["with"] != name:
        raise SystemExit(f"{given.sharp} is mixed with {before['with']} already")
    mixed = {"with": name, "share": round(before["share"] * given.share, 4)}
    save_network(given.out, first, replace(card, provenance={**card.provenance, "mixed": mixed}))


if __name__ == "__main__":
    main()
