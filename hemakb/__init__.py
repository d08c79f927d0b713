"""The Django project around the app `studies`: settings, addresses, health and serving."""
