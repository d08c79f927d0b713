"""Logging in, and the passwords it takes."""

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

ATTEMPTS = 5
pytestmark = pytest.mark.django_db


def log_in(client: Client, password: str, address: str = "192.0.2.7") -> int:
    form = {"username": "curator", "password": password}
    return client.post("/admin/login/", form, REMOTE_ADDR=address).status_code


@pytest.fixture
def curator() -> User:
    return User.objects.create_superuser("curator", password="a long enough password")


def test_a_curator_logs_in(client: Client, curator: User) -> None:
    assert log_in(client, "a long enough password") == 302


def test_five_wrong_passwords_lock_the_account_from_that_address_only(client: Client, curator: User) -> None:
    for _ in range(ATTEMPTS):
        log_in(client, "a wrong password")
    assert log_in(client, "a long enough password") == 429
    assert log_in(client, "a long enough password", address="198.51.100.1") == 302


@pytest.mark.parametrize("password", ["fourteen chars", "123456789012345678"])
def test_a_short_or_numeric_password_is_refused(curator: User, password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, curator)
