"""ONNX files for tests: a network of ours as other programs would get it, and small graphs built by hand."""

from __future__ import annotations

import functools
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from desktop_unet.models.unet import UNet

onnx = pytest.importorskip("onnx", reason="the package onnx is not installed, which builds the files of these tests")
pytest.importorskip("onnxruntime", reason="the package onnxruntime is not installed, which runs ONNX files")

OPSET = 18


class _Fixed(nn.Module):
    """One scale and one strength of a network, with the picture as the only input."""

    def __init__(self, network: UNet, scale: int, strength: float | None) -> None:
        super().__init__()
        self.network, self.scale, self.strength = network, scale, strength

    def forward(self, batch_BCHW: torch.Tensor) -> torch.Tensor:
        restored: torch.Tensor = self.network(batch_BCHW, scale=self.scale, strength=self.strength)
        return restored


def export(network: UNet, path: Path, scale: int, strength: float | None = None, *, only_on_grid: bool = False) -> Path:
    """A network of ours in an ONNX file, for pictures of any size, or for those on its grid.

    What is traced with a picture that needs no padding has none.
    """
    bicubic = functools.partial(_bicubic, scale=scale)
    torch.onnx.register_custom_op_symbolic("aten::_upsample_bicubic2d_aa", bicubic, OPSET)
    multiple = network.config.size_multiple
    rows, columns = (sides * multiple - (0 if only_on_grid else 1) for sides in (4, 5))
    axes = {name: {2: f"{name}_rows", 3: f"{name}_columns"} for name in ("photo", "larger")}
    with warnings.catch_warnings():
        # The exporter that traces is an old one and says so; the new one needs one more package.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _Fixed(network.eval(), scale, strength),
            (torch.rand(1, 3, rows, columns),),
            str(path),
            input_names=["photo"],
            output_names=["larger"],
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )
    return path


def _bicubic(g: Any, photo: Any, *how: Any, scale: int) -> Any:
    """torch's antialiased bicubic, which the exporter does not know."""
    none = g.op("Constant", value_t=torch.tensor([], dtype=torch.float32))
    scales = g.op("Constant", value_t=torch.tensor([1.0, 1.0, scale, scale]))
    kernel = {"mode_s": "cubic", "cubic_coeff_a_f": -0.5, "exclude_outside_i": 1}
    return g.op("Resize", photo, none, scales, coordinate_transformation_mode_s="half_pixel", **kernel)


def save(
    path: Path,
    nodes: Sequence[Any],
    initializers: Sequence[Any] = (),
    *,
    shape: Sequence[int | str | None] = (1, 3, None, None),
    out: Sequence[int | str | None] | None = None,
    kind: int = onnx.TensorProto.FLOAT,
    domains: Sequence[str] = ("",),
    notes: dict[str, str] | None = None,
    inputs: Sequence[str] = ("photo",),
) -> Path:
    """A graph from ``photo`` to ``larger``."""
    given = [onnx.helper.make_tensor_value_info(name, kind, list(shape)) for name in inputs]
    result = onnx.helper.make_tensor_value_info("larger", kind, list(shape if out is None else out))
    graph = onnx.helper.make_graph(list(nodes), "graph", given, [result], list(initializers))
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid(name, OPSET) for name in domains])
    model.ir_version = 9
    onnx.helper.set_model_props(model, notes or {})
    path.write_bytes(model.SerializeToString())
    return path


def node(kind: str, inputs: str, outputs: str, **attributes: Any) -> Any:
    """A node; names with blanks between them."""
    return onnx.helper.make_node(kind, inputs.split(), outputs.split(), **attributes)


def numbers(name: str, values: Any, dtype: Any = np.float32) -> Any:
    return onnx.numpy_helper.from_array(np.asarray(values, dtype), name)


def enlarger(scale: int, mode: str = "linear") -> tuple[list[Any], list[Any]]:
    """Nodes and numbers that enlarge by a filter."""
    nodes = [node("Resize", "photo  scales", "larger", mode=mode, coordinate_transformation_mode="half_pixel")]
    nodes[0].input[:] = ["photo", "", "scales"]
    return nodes, [numbers("scales", [1, 1, scale, scale])]
