"""Before a workshop: its questions, the code to join by, and the Wi-Fi."""
