"""Servers under test and the load that asks them: gunicorn with two workers, wrk with one connection."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .multiplied import TIMES, multiply

MILLION = 1_000_000
LONGEST = 60  # seconds to wait for one answer
SLOW = 1  # second, above which one answer is enough
WARMING = 12  # requests, enough to reach every worker
HERE = Path(__file__).parent
ROOT = HERE.parent.parent
BENCH = ROOT / ".local" / "bench"


@dataclass(frozen=True)
class Took:
    """Milliseconds of the middle answer and of the one that 95 of 100 are quicker than."""

    median: float
    slow: float
    requests: int


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running(command: list, ready: str, **variables: str) -> Iterator[None]:
    """A server as long as the block lasts; it is there when the address answers."""
    log = BENCH / "servers.log"
    with log.open("a") as said:
        server = subprocess.Popen(command, cwd=ROOT, env=os.environ | variables, stdout=said, stderr=said)
    try:
        for _ in range(600):
            if _answers(ready):
                break
            assert server.poll() is None, f"{command[0]} stopped: see {log}"
            time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.wait()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=60):  # noqa: S310  # our own server
            return True
    except OSError:
        return False


@contextmanager
def site(database: str, workers: int = 2, **variables: str) -> Iterator[str]:
    """The benchmarked site over a database; gives its address."""
    address = f"http://127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "gunicorn", "--bind", address.removeprefix("http://"), "--workers", str(workers),
               "--max-requests", "0", "--access-logfile", "/dev/null", "--log-level", "warning",
               "hemakb.wsgi"]  # fmt: skip
    with running(
        command, f"{address}/hello/", DATABASE_URL=database, DJANGO_SETTINGS_MODULE="tests.benchmarks.settings",
        **variables,
    ):  # fmt: skip
        for _ in range(WARMING):  # what a worker pays once, reading the index, is not measured here
            fetched(f"{address}/studies/").read()
        yield address


def asked(address: str, paths: list[str], *, seconds: float = 1, etag: str = "") -> Took:
    """What the answers to these addresses took, asked one at a time for so long."""
    listed = BENCH / "addresses.txt"
    listed.write_text("\n".join(paths) + "\n")
    variables = {"ADDRESSES": str(listed)} | ({"ETAG": etag} if etag else {})
    command = [
        "wrk",
        "-t1",
        "-c1",
        f"-d{max(1, round(seconds))}s",
        "--timeout",
        "120s",
        "-s",
        str(HERE / "urls.lua"),
        address,
    ]
    done = subprocess.run(command, env=os.environ | variables, capture_output=True, text=True, check=True)
    line = next(line for line in done.stdout.splitlines() if line.startswith("@ "))
    requests, median, slow, errors = line[2:].split()
    if requests == "0":  # slower than we waited
        assert seconds < LONGEST, f"No answer in {seconds} s: {address}{paths[0]}"
        return asked(address, paths, seconds=4 * seconds, etag=etag)
    assert errors == "0", f"{errors} of {requests} answers were errors: {paths[0]}"
    return Took(float(median), float(slow), int(requests))


def patiently(address: str, paths: list[str]) -> float:
    """Milliseconds of the middle answer of a server that may be slow; one that does not come counts as the wait."""
    began = time.perf_counter()
    try:
        with urllib.request.urlopen(address + paths[0], timeout=LONGEST) as answer:  # noqa: S310  # our own server
            answer.read()
    except TimeoutError:
        return 1000 * LONGEST
    if time.perf_counter() - began > SLOW:
        return 1000 * (time.perf_counter() - began)
    return asked(address, paths, seconds=2).median


def fetched(address: str) -> urllib.request.addinfourl:
    return urllib.request.urlopen(address, timeout=120)  # noqa: S310  # our own server


def manage(database: str, *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, check=True,
        env=os.environ | {"DATABASE_URL": database},
    )  # fmt: skip


@contextmanager
def database(engine: str, size: int) -> Iterator[str]:
    """A database with so many made-up studies, made when it is first asked for."""
    BENCH.mkdir(parents=True, exist_ok=True)
    name = f"studies_{size}"
    if engine == "sqlite":
        url = f"sqlite:///{BENCH / name}.sqlite3"
        if size == MILLION:
            with database(engine, size // TIMES):
                pass
            if not (BENCH / f"{name}.sqlite3").exists():
                multiply(BENCH / f"studies_{size // TIMES}.sqlite3", BENCH / f"{name}.sqlite3")
            yield url
            return
        _fill(url, size, BENCH / f"{name}.sqlite3.done")
        yield url
        return
    server = subprocess.Popen(
        [sys.executable, ROOT / "tests" / "postgres_server.py", BENCH / "postgres"], stdin=-1, stdout=-1, text=True
    )
    with server:
        first = server.stdout.readline().strip()
        url = first.replace("/postgres?", f"/{name}?")
        done = BENCH / f"{name}.postgres.done"
        if not done.exists():
            import psycopg

            with psycopg.connect(first, autocommit=True) as connection:
                connection.execute(f"DROP DATABASE IF EXISTS {name}")
                connection.execute(f"CREATE DATABASE {name}")
        _fill(url, size, done)
        yield url


def _fill(url: str, size: int, done) -> None:
    if not done.exists():
        manage(url, "migrate", "--no-input", "-v0")
        manage(url, "generate_studies", str(size))
        done.touch()
    manage(url, "index_studies", "--no-pages")
