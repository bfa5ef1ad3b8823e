"""The bill of materials, as CycloneDX has it.

Comes in: the parts that ``origins`` found. Goes out: JSON that is the same for the same parts and time.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from cyclonedx.factory.license import LicenseFactory
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL

from shipping.origins import Part

SPECIFICATION = SchemaVersion.V1_6


def write_sbom(parts: Iterable[Part], version: str, epoch: int) -> str:
    """The bill of one version of the program, in JSON.

    Args:
        parts: what others made of it.
        version: the program's.
        epoch: seconds since 1970 that it is dated.
    """
    licences = LicenseFactory()
    program = Component(
        name="desktop-unet",
        version=version,
        type=ComponentType.APPLICATION,
        licenses=[licences.make_from_string("MIT")],
        bom_ref=f"desktop-unet@{version}",
    )
    others = [_component(part, licences) for part in parts]
    names = " ".join(str(other.bom_ref) for other in others)
    bom = Bom(serial_number=uuid.uuid5(uuid.NAMESPACE_URL, f"desktop-unet {version} {epoch} {names}"))
    bom.metadata.timestamp = datetime.fromtimestamp(epoch, UTC)
    bom.metadata.component = program
    bom.components.update(others)
    bom.register_dependency(program, others)
    return _steady(make_outputter(bom, OutputFormat.JSON, SPECIFICATION).output_as_string())


def _component(part: Part, licences: LicenseFactory) -> Component:
    place = {"pypi": ("pypi", None), "debian": ("deb", "debian"), "python": ("generic", None)}[part.kind]
    url = PackageURL(place[0], place[1], part.name, part.version)
    return Component(
        name=part.name,
        version=part.version,
        type=ComponentType.LIBRARY,
        licenses=[licences.make_from_string(part.licence)] if part.licence else [],
        purl=url,
        bom_ref=url.to_string(),
    )


def _steady(text: str) -> str:
    """The same in an order that does not change; the library's sets have none."""
    return json.dumps(_sorted(json.loads(text)), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _sorted(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return sorted(map(_sorted, value), key=lambda inner: json.dumps(inner, sort_keys=True))
    return value
