"""The workbook of an assessment, in which visible formulas calculate every number from the answers."""
