"""U-Nets: what they are (``config``, ``card``), what they do (``unet``) and how they are stored (``weights``)."""
