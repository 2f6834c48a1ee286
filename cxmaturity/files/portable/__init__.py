"""The portable file (.cxm): a zip of JSON that holds an assessment, a team or everything; docs/data.md describes it."""
