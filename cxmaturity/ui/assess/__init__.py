"""Starting and answering an assessment."""
