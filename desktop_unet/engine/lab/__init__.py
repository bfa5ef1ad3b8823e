"""The skip lab's logic, without a window: what skip connections do to one crop of a photo, as frozen values.

``case`` says what is looked at, ``gates`` runs it with a factor per skip connection, ``scores`` says how good that
is, and the others measure: ``ablation``, ``anatomy``, ``features``, ``receptive``, ``spectrum``, ``checkerboard``,
``upsampling``.
Every value turns into JSON by ``figures.figures_of``; pictures are left out there.
"""
