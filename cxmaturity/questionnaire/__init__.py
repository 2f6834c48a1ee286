"""The questionnaire as data: its schema, how it is loaded from YAML files, and the checks on it."""
