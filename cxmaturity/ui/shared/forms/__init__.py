"""Fields and forms that several pages use, and the keys of their widgets."""
