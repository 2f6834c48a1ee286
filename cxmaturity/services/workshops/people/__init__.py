"""The people of a workshop: their phones in memory, how many they are, and what the facilitator does with them."""
