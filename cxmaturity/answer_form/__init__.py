"""The answer form: questions as HTML, and the protocol by which its script stores answers."""
