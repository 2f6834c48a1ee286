"""The answer form: questions as HTML with the script that stores each answer, wherever they are answered."""
