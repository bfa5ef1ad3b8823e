"""Runs first in the packed program: optimisers ask torch.compile's tracer to leave them alone, and nothing else of it.

The tracer, and the algebra that it brings along, are 50 MB of byte code and seconds at the start of a training. Nothing
is traced here, so there is nothing to leave alone.
"""

import sys
from types import ModuleType

dynamo = ModuleType("torch._dynamo")
dynamo.__path__ = []
dynamo.disable = lambda function, *_, **__: function
dynamo.graph_break = lambda *_, **__: None
dynamo.is_compiling = lambda: False
sys.modules["torch._dynamo"] = dynamo
