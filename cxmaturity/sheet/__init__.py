"""The answer sheet: questions as HTML with the little script that stores each answer, wherever they are answered."""
