"""The command line: start the app, check a questionnaire, score an answers file."""
