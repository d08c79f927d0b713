"""Outside formats: text in, rows or drafts out; records in, text out. Nothing here saves."""
