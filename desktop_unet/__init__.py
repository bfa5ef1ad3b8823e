"""Desktop UNet: photos enlarged and repaired by U-Nets with and without skip connections."""

__version__ = "0.1.0"
