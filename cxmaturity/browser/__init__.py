"""Scripts and styles that run in a browser: ES modules, one idea each, and style sheets."""
