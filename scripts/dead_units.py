"""How many units of each residual block answer nowhere: ``python scripts/dead_units.py WEIGHTS --data FOLDER``.

Looks at samples as the weights' own recipe makes them for training, of all scales and kinds of damage or holes,
and takes for dead what a stage with ``revived`` would make new. Prints a table: block, units, dead ones.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from desktop_unet.models.weights import load_network
from desktop_unet.training.batches import truth_px
from desktop_unet.training.dead_units import find_dead, looks
from desktop_unet.training.photos import PhotoFolder
from desktop_unet.training.recipes import find_recipe


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("weights", type=Path, nargs="+")
    parser.add_argument("--data", type=Path, required=True, help="folder of photos")
    given = parser.parse_args()
    for path in given.weights:
        network, card = load_network(path)
        config = find_recipe(card.name)
        photos = PhotoFolder(given.data, truth_px(config))
        dead = find_dead(network, looks(config, photos))
        print(f"{path}\n  {'block':24s} units   dead")
        for name, units in dead.items():
            print(f"  {name:24s} {len(units):5d} {int(units.sum()):6d}")
        print(f"  {'all':24s} {sum(map(len, dead.values())):5d} {sum(int(units.sum()) for units in dead.values()):6d}")


if __name__ == "__main__":
    main()
