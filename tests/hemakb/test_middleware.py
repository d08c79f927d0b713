"""What every answer has in common."""

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, connection
from django.http import HttpRequest
from django.test import Client, RequestFactory
from pytest_django import Settings

from hemakb.middleware import DatabaseDownMiddleware, client_address

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


def forwarded(addresses: str) -> HttpRequest:
    return RequestFactory().get("/", headers={"x-forwarded-for": addresses}, REMOTE_ADDR="10.0.0.1")


@pytest.mark.django_db
def test_the_content_security_policy_allows_our_own_files_and_nothing_inline(client: Client) -> None:
    headers = client.get("/admin/login/").headers
    assert set(headers["Content-Security-Policy"].split("; ")) == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


@pytest.mark.django_db
def test_no_cache_keeps_a_page_of_the_admin(client: Client) -> None:
    client.force_login(User.objects.create_superuser("curator"))
    assert client.get("/admin/").headers["Cache-Control"] == "no-store, private"


def test_a_database_that_fails_is_a_503_and_another_fault_is_not_ours_to_hide(client: Client) -> None:
    middleware = DatabaseDownMiddleware(lambda request: None)
    response = middleware.process_exception(RequestFactory().get("/"), OperationalError("password hunter2"))
    assert response is not None
    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
    assert b"hunter2" not in response.content
    assert middleware.process_exception(RequestFactory().get("/"), ValueError()) is None


def test_a_page_without_its_database_is_one_line_in_the_log(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def down(*_: object) -> None:
        raise OperationalError("connection failed: at db, hunter2\nIs the server running?")

    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "hunter2")
    monkeypatch.setattr("hemakb.urls.static", down)
    assert client.get("/favicon.ico").status_code == 503
    (line,) = caplog.records
    assert line.getMessage().startswith("/favicon.ico: HemaKB cannot reach its database: at db, ***")
    assert line.exc_info is None


def test_without_a_proxy_nobody_can_claim_an_address(settings: Settings) -> None:
    settings.PROXIES = 0
    assert client_address(forwarded("192.0.2.7")) == "10.0.0.1"


@pytest.mark.parametrize(
    ("proxies", "chain", "address"),
    [
        (1, "192.0.2.7", "192.0.2.7"),
        (1, "198.51.100.1, 192.0.2.7", "192.0.2.7"),
        (2, "198.51.100.1, 192.0.2.7, 203.0.113.9", "192.0.2.7"),
        (2, "192.0.2.7", "10.0.0.1"),
    ],
)
def test_behind_proxies_the_outermost_trusted_one_is_believed(
    settings: Settings, proxies: int, chain: str, address: str
) -> None:
    settings.PROXIES = proxies
    assert client_address(forwarded(chain)) == address
