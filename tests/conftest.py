"""How the tests are spread over the machine."""

from __future__ import annotations

import os

import pytest


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Return two for each processor: a test of a screen waits for half of its time. `logical` means one."""
    processors = os.cpu_count() or 1
    return processors if config.getoption("numprocesses") == "logical" else 2 * processors
