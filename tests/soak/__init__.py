"""Random users against the app, for seconds or for hours: nothing that was acknowledged is lost, nothing doubled."""
