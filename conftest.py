"""What the tests and the benchmarks share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# The same cases in every run; a slow machine is no failure. To look further: pytest --hypothesis-profile=default
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")


@pytest.fixture(scope="session", autouse=True)
def own_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Whoever runs the tests keeps their own store out of them."""
    file = tmp_path_factory.mktemp("own") / "desk.db"
    os.environ["DRAGOMAN_DB"] = str(file)
    return file


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Where nothing may be skipped (DRAGOMAN_NO_SKIP=1), a skip is a failure."""
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("DRAGOMAN_NO_SKIP"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be skipped: {reason}"
