"""A young person's first screen: what is next, what waits for them, their people, promises."""
