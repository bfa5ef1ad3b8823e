"""Ways to look at two or more pictures of one photo, all through the session's one view."""
