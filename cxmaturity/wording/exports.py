"""What is said of files that leave the app."""

BUSY = ("Others are making files just now.", "Go back and try again in half a minute.")
UNKNOWN_FORMAT = ("There is no file of this kind.", "Go back to the result and choose one that stands there.")
