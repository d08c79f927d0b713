"""The admin in a real browser, under the content security policy that the site is served with."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long enough password"


@pytest.fixture
def curator() -> User:
    return User.objects.create_superuser("curator", password=PASSWORD)


def test_a_curator_logs_in_and_nothing_of_the_admin_is_refused_by_the_policy(
    page: Page, live_server: LiveServer, curator: User
) -> None:
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Username").fill(curator.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Site administration")).to_be_visible()
    page.goto(f"{live_server.url}/admin/auth/user/{curator.pk}/change/")
    expect(page.get_by_role("heading", name="Change user")).to_be_visible()
    # The permission picker is built by the admin's own script: it ran.
    expect(page.locator(".selector .selector-chosen").first).to_be_visible()
