#!/bin/sh
# Run by the self-extracting archive once it has unpacked itself.
echo "Desktop UNet lies in $(pwd). Start it with: $(pwd)/desktop-unet"
