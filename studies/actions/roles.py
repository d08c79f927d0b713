"""Who may do what: roles as Django groups."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

LOOK = Q(codename__startswith="view_", content_type__app_label="studies")
CURATE = Q(content_type__app_label="studies") & ~Q(content_type__model="revision") & ~Q(codename="delete_study")
PUBLISH = Q(codename="add_revision", content_type__app_label="studies")  # whoever publishes appends to the history
ACCOUNTS = Q(content_type__app_label="auth")

ROLES: dict[str, Q] = {
    "viewer": LOOK,
    "curator": LOOK | CURATE,
    "reviewer": LOOK,
    "publisher": LOOK | PUBLISH,
    "administrator": LOOK | CURATE | PUBLISH | ACCOUNTS,
}


@transaction.atomic
def make_roles() -> list[str]:
    """The groups of the house with just their permissions; may be repeated. Accounts are put in by hand."""
    for name, may in ROLES.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set(Permission.objects.filter(may))
    return list(ROLES)
