"""How gunicorn serves HemaKB; gunicorn reads this file by itself from the folder it starts in."""

import contextlib
import importlib
import os

workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
worker_tmp_dir = "/dev/shm"  # noqa: S108  # a heartbeat file on a disk can block a worker

# A page that takes longer is a fault; a stopping worker gets as long to finish what it has begun.
# Whoever stops us (compose, systemd) must wait longer than graceful_timeout.
timeout = 60
graceful_timeout = 30
keepalive = 5

# Workers are renewed now and then, not all at once.
max_requests = 10_000
max_requests_jitter = 1_000

accesslog = "-"

# Signals are enough to steer it; a socket in the home folder would be shared by every instance.
control_socket_disable = True


def on_starting(server: object) -> None:
    """Reads the settings once before any worker starts, so that a fault in them ends the start in one line."""
    importlib.import_module("hemakb.settings")


def post_worker_init(worker: object) -> None:
    """Imports every page and reads the index before the worker takes requests, so that no first reader waits.

    The fingerprint of the code is taken of the code that is loaded, not of what may be put in its place later.
    """
    from django.db import Error, connection
    from django.urls import get_resolver

    assert get_resolver().url_patterns  # noqa: S101  # reading them is what imports the pages
    from studies.search import current
    from studies.study_pages import stamp
    from studies.views.keeping import release

    assert stamp() and release()  # noqa: S101, PT018  # taken once a process

    with contextlib.suppress(Error):  # a database that is away or not migrated is told of by /readyz, not here
        current()
    connection.close()
