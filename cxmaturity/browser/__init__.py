"""What runs in a browser: ES modules, one idea each, and the styles of the pages that load them."""
