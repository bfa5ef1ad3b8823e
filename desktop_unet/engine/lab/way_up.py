"""One stage's way up, again and again: levels whose gates and whose deeper gates stay are not computed anew.

Comes in: what the way down has left. Goes out: the stage's picture for a setting of the gates. Next: ``gates.py``.
"""

from __future__ import annotations

from torch import Tensor

from desktop_unet.models.unet import Encoded, UNet


class WayUp:
    """The decoder on one encoded input.

    Args:
        network: one stage, in evaluation mode.
        encoded: what its encoder has left.
    """

    def __init__(self, network: UNet, encoded: Encoded) -> None:
        self.network, self.encoded = network, encoded
        self._kept: dict[int, tuple[tuple[float, ...], Tensor]] = {}

    def picture(self, gates: tuple[float, ...]) -> Tensor:
        """(1, 3, H, W), or (1, 1, H, W) of marks, bit for bit as ``UNet.decode`` gives it.

        Args:
            gates: a factor per level above the bottleneck, full resolution first; not looked at without skips.
        """
        current = self.encoded.features[-1]
        for level in reversed(range(len(gates))):
            current = self._risen(level, current, gates[level:])
        return self.network.finish(current, self.encoded)

    def _risen(self, level: int, below_BCHW: Tensor, gates: tuple[float, ...]) -> Tensor:
        """What the level gives for its own gate and the deeper ones."""
        known, kept = self._kept.get(level, (None, below_BCHW))
        if known != gates:
            kept = self.network.climb(level, below_BCHW, self.encoded, None if gates[0] == 1 else gates[0])
            self._kept[level] = gates, kept
        return kept
