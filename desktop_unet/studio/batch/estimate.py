"""What a batch comes to before it is run: sizes from the photos' headers, and room on the disk.

Comes in: items and the job. Goes out: figures for a person. No photo is decoded.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop_unet.errors import Mishap
from desktop_unet.imaging.codec import read_extent
from desktop_unet.imaging.geometry import Extent
from desktop_unet.studio.batch.jobs import Job
from desktop_unet.studio.batch.plan import Item


@dataclass(frozen=True)
class Sizes:
    """Of one photo and its result.

    Args:
        before, after: height and width.
        bytes: of the result's file, if it compresses as the photo's does.
    """

    before: Extent
    after: Extent
    bytes: float

    @property
    def megapixels(self) -> float:
        """Of the result, in millions of pixels."""
        return self.after.pixels / 1e6


def sizes_of(item: Item, job: Job) -> Sizes | None:
    """From a photo's header; None where that cannot be read."""
    path = item.planned.source.path
    try:
        before = read_extent(path, page=job.page)
        own = path.stat().st_size
    except (Mishap, OSError):
        return None
    after = job.extent_of(before)
    return Sizes(before, after, own * after.pixels / before.pixels)
