"""Every sentence, date, plural, list and shown number."""
