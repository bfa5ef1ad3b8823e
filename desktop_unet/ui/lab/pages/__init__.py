"""The lab's pages: each shows one thing that skip connections do, and is told by the lab's session."""
