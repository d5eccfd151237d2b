"""What is served: for each resource its table, its shapes, and how each parent narrows it."""
