"""A PostgreSQL of our own: made in a temporary folder, started, stopped, and gone at the end."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

#: A server that is there, by an address with the right to make databases.
GIVEN = os.environ.get("DRAGOMAN_POSTGRES")
NO_POSTGRESQL = "no PostgreSQL (apt-get install postgresql; or name a server in DRAGOMAN_POSTGRES)"
PASSWORD = "harbour strike"


def programs() -> Path | None:
    """Return the folder of the server's programs."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: int(one.parent.name))
    if folders:
        return folders[-1]
    found = shutil.which("initdb")
    return Path(found).parent if found else None


class Server:
    """A server in which databases can be made, by the address of one of its databases."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._made = list[str]()

    def url(self, database: str) -> str:
        """Return the address of a database."""
        return make_url(self.address).set(database=database).render_as_string(hide_password=False)

    def new(self, like: str | None = None) -> str:
        """Make a database, empty or like another, and return its address."""
        self._made.append(name := f"dragoman_{secrets.token_hex(6)}")
        self.tell(f"CREATE DATABASE {name} TEMPLATE {make_url(like).database if like else 'template0'}")
        return self.url(name)

    def drop(self) -> None:
        """Drop the databases that were made."""
        for name in self._made:
            self.tell(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def tell(self, *statements: str, address: str | None = None) -> list[tuple[object, ...]]:
        """Run statements outside of transactions and return the rows of the last."""
        url = make_url(address or self.address).set(drivername="postgresql")
        with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
            for statement in statements:
                answer = connection.execute(statement.encode())
            return answer.fetchall() if answer.description else []


class Cluster(Server):
    """A server of our own. It listens on a socket in its folder, and with a password on loopback."""

    def __init__(self, folder: Path, bin: Path) -> None:
        self.folder, self._bin = folder, bin
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        super().__init__(f"postgresql://postgres@:{self.port}/postgres?host={folder}")
        secret = folder / "password"
        secret.write_text(PASSWORD)
        if os.geteuid() == 0:  # the server refuses to run as root
            user = pwd.getpwnam("postgres")
            os.chown(folder, user.pw_uid, user.pw_gid)
            os.chown(secret, user.pw_uid, user.pw_gid)
        self._run(
            "initdb", "-D", f"{folder}/data", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync",
            "--auth-local=trust", "--auth-host=scram-sha-256", f"--pwfile={secret}",
        )  # fmt: skip

    @property
    def by_password(self) -> str:
        """The address by which a password is asked for, without one."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start the server and wait for it."""
        # What is written is not forced to the disk: no test pulls the plug of the machine.
        options = f"-p {self.port} -h 127.0.0.1 -k {self.folder} -F -c full_page_writes=off"
        data, log = f"{self.folder}/data", f"{self.folder}/log"
        self._run("pg_ctl", "start", "-w", "-s", "-D", data, "-l", log, "-o", options)

    def stop(self, how: str = "immediate") -> None:
        """Stop the server: at once (``immediate``, as if it was killed), or in order (``fast``)."""
        self._run("pg_ctl", "stop", "-w", "-s", "-D", f"{self.folder}/data", "-m", how)

    def _run(self, program: str, *arguments: str) -> None:
        user = "postgres" if os.geteuid() == 0 else None
        command: Sequence[str] = [str(self._bin / program), *arguments]
        done = subprocess.run(
            command, user=user, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            # A server that is started keeps what it was given open: it must not be our pipe.
        ) if program != "pg_ctl" else subprocess.run(
            command, user=user, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr or (self.folder / 'log').read_text()}")


@contextmanager
def running() -> Iterator[Cluster]:
    """Yield a server of our own; a test is skipped where there is none to start."""
    bin = programs()
    if bin is None:
        pytest.skip(NO_POSTGRESQL)
    # Not under pytest's folders: other users may not look into them.
    folder = Path(tempfile.mkdtemp(prefix="dragoman-pg-", dir="/tmp"))
    try:
        cluster = Cluster(folder, bin)
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop()
    finally:
        shutil.rmtree(folder)


@contextmanager
def server() -> Iterator[Server]:
    """Yield the server that is given, else one of our own."""
    if GIVEN is None:
        with running() as cluster:
            yield cluster
        return
    given = Server(GIVEN)
    try:
        yield given
    finally:
        given.drop()
