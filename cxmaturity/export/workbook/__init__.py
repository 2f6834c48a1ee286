"""The workbook of an assessment, in which every number follows from the answers by visible formulas."""
