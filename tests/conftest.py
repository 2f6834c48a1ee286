"""Settings for every test."""

from hypothesis import settings

# The same examples on every run: a law that breaks, breaks for everyone, and nobody's run is slow by chance.
settings.register_profile("house", deadline=None, derandomize=True, database=None, max_examples=60)
# New examples and many more of them: pytest tests/properties --hypothesis-profile=thorough
settings.register_profile("thorough", deadline=None, database=None, max_examples=2000)
settings.load_profile("house")
