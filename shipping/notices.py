"""THIRD-PARTY-NOTICES.txt: what others made of the package, under which licences, with all the texts.

Comes in: the parts that ``origins`` found. Goes out: one text, each licence in it once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shipping.origins import Part

KINDS = {"python": "Python itself", "pypi": "PyPI", "debian": "Debian"}
RULE = "=" * 100

_OPENING = """\
Desktop UNet is under the MIT licence (see LICENSE). What follows was made by others and is packed with it.

Qt, PySide, libvips, GLib and other parts are under the GNU Lesser General Public License. They lie in the
package as files of their own (in the folder _internal) and may be exchanged for changed versions of yourself;
their sources are to be had where the table says they come from, in the versions that it names.
"""


class TextMissing(Exception):
    """A part brings no text of its licence."""


def write_notices(parts: Iterable[Part]) -> str:
    """The text.

    Raises:
        TextMissing: names the parts of which no text was found.
    """
    parts = list(parts)
    mute = [part.name for part in parts if not part.texts]
    if mute:
        raise TextMissing(f"no licence text was found for {', '.join(mute)}; name one in shipping/origins.py")
    return "\n".join([_OPENING, *_table(parts), "", *_texts(parts)])


def _table(parts: list[Part]) -> Iterator[str]:
    widths = [max(len(getattr(part, field)) for part in parts) for field in ("name", "version")]
    for part in parts:
        licence = part.licence or "see its text below"
        yield f"  {part.name:{widths[0]}}  {part.version:{widths[1]}}  from {KINDS[part.kind]}: {licence}"


def _texts(parts: list[Part]) -> Iterator[str]:
    """Every text once, under the names of all whose it is."""
    owners: dict[str, list[str]] = {}
    for part in parts:
        for path in part.texts:
            text = path.read_text("utf-8", errors="replace").replace("\r\n", "\n").strip()
            names = owners.setdefault(text, [])
            if part.name not in names:
                names.append(part.name)
    for text, names in owners.items():
        yield f"{RULE}\n{', '.join(names)}\n{RULE}\n\n{text}\n"
