"""Roles are made by a command that may be repeated."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command


@pytest.mark.django_db
def test_roles_are_groups_with_their_permissions(capsys):
    for _ in range(2):
        call_command("make_roles")
    held = {group.name: set(group.permissions.values_list("codename", flat=True)) for group in Group.objects.all()}
    assert set(held) == {"viewer", "curator", "reviewer", "publisher", "administrator"}
    assert "add_outcome" in held["curator"]
    assert "add_revision" not in held["curator"]
    assert "add_revision" in held["publisher"]
    assert all(name.startswith("view_") for name in held["reviewer"])
    assert "delete_study" not in held["administrator"]
    assert "viewer" in capsys.readouterr().out
