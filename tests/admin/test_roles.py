"""Roles: what each may do in the admin."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from studies.actions.roles import ROLES, make_roles
from studies.models import Study
from tests.admin.forms import Curator

pytestmark = pytest.mark.django_db

MAY = {
    "viewer": set(),
    "curator": {"edit", "revise", "discard", "add a term"},
    "reviewer": set(),
    "publisher": {"publish", "withdraw", "rename"},
    "administrator": {"edit", "revise", "discard", "add a term", "publish", "withdraw", "rename", "add an account"},
}


def in_role(role: str) -> Curator:
    make_roles()
    user = User.objects.create_user("vera", password="a long enough password", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return Curator(client)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_do_just_what_it_is_for(trial: Study, draft: Study, role: str):
    somebody = in_role(role)
    trial_at, draft_at = (f"/admin/studies/study/{study.pk}" for study in (trial, draft))
    tried = {
        "edit": f"{draft_at}/arms/",
        "add a term": "/admin/studies/agent/add/",
        "add an account": "/admin/auth/user/add/",
        **{deed: f"{trial_at}/{deed}/" for deed in ("revise", "publish", "withdraw", "rename", "discard")},
    }

    allowed = {what for what, address in tried.items() if somebody.client.post(address).status_code != 403}

    assert allowed == MAY[role]
    for page in ("change", "outcomes", "check"):
        somebody.opens(trial.pk, page)


def test_making_the_roles_again_takes_back_what_was_added(db: None):
    make_roles()
    viewer = Group.objects.get(name="viewer")
    before = set(viewer.permissions.all())
    viewer.permissions.clear()

    make_roles()

    assert set(viewer.permissions.all()) == before
    assert Group.objects.count() == len(ROLES)
