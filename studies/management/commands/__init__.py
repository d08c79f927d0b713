"""One command a file: read the arguments, call the action, print what it says."""
