"""Whether a colour profile is whole and belongs to a photo, from its header and table alone.

Comes in: the bytes that a file calls its profile. Goes out: yes or no, for ``colour``. A profile
that fails here would be refused by the strictest of the formats that photos are written in.
"""

from __future__ import annotations

import struct

_HEADER_BYTES = 128
_CLASSES = (b"scnr", b"mntr", b"prtr", b"spac")
_CONNECTION_SPACES = (b"XYZ ", b"Lab ")
_INTENTS = 0xFFFF


def profile_fits(profile: bytes, is_gray: bool) -> bool:
    """Whether this is a whole profile for gray or RGB values.

    Source: ICC.1:2022, sections 7.2 (header) and 7.3 (tag table).
    """
    if len(profile) < _HEADER_BYTES + 4:
        return False
    return (
        struct.unpack(">I", profile[:4])[0] == len(profile)
        and (profile[8] < 4 or len(profile) % 4 == 0)
        and profile[12:16] in _CLASSES
        and profile[16:20] == (b"GRAY" if is_gray else b"RGB ")
        and profile[20:24] in _CONNECTION_SPACES
        and profile[36:40] == b"acsp"
        and struct.unpack(">I", profile[64:68])[0] < _INTENTS
        and _tags_lie_inside(profile)
    )


def _tags_lie_inside(profile: bytes) -> bool:
    (count,) = struct.unpack_from(">I", profile, _HEADER_BYTES)
    if count > (len(profile) - _HEADER_BYTES - 4) // 12:
        return False
    table = struct.iter_unpack(">4sII", profile[_HEADER_BYTES + 4 : _HEADER_BYTES + 4 + 12 * count])
    return all(start + length <= len(profile) for _, start, length in table)
