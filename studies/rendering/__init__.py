"""The one place where a number, an interval, a dose grid or a locator becomes text or a drawing."""
