"""People who curate, and something to curate."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from studies.actions import revise
from studies.models import Study
from tests.admin.forms import Curator
from tests.samples import CASE, TRIAL, load, sample_files


def logged_in(name: str) -> Curator:
    client = Client()
    client.force_login(User.objects.create_superuser(name, password="a long enough password"))
    return Curator(client)


@pytest.fixture
def curator(db: None) -> Curator:
    return logged_in("anna")


@pytest.fixture
def reviewer(db: None) -> Curator:
    return logged_in("berta")


@pytest.fixture
def trial(db: None) -> Study:
    """A published study with rows in every section."""
    load(sample_files())
    return Study.objects.get(slug=TRIAL)


@pytest.fixture
def case(trial: Study) -> Study:
    """A small published study in which no check finds anything."""
    return Study.objects.get(slug=CASE)


@pytest.fixture
def draft(trial: Study) -> Study:
    """Its working copy."""
    return revise(study=trial, by="anna")
