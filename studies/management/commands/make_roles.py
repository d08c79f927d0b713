"""Makes the groups of the house."""

from django.core.management.base import BaseCommand

from studies.actions.roles import make_roles


class Command(BaseCommand):
    """Viewer, curator, reviewer, publisher, administrator: Django groups with just their permissions."""

    help = "Make the groups viewer, curator, reviewer, publisher and administrator; may be repeated."

    def handle(self, **_options) -> None:
        self.stdout.write(f"Groups: {', '.join(make_roles())}. Put accounts into them in the admin.")
