"""What the embedded API is started with."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ft42tui.demo.settings import DemoSettings, Rates, parse_percent


@pytest.mark.parametrize(
    ("text", "rates"),
    [
        ("2/s,1200/h", Rates(2, 1200)),
        ("1200/h, 8/s", Rates(8, 1200)),
        ("5/s", Rates(5, 1200)),
        ("60/h", Rates(2, 60)),
        ("off", Rates(0, 0)),
    ],
)
def test_a_rate_is_read_in_any_order_and_half_of_it_alone(text: str, rates: Rates) -> None:
    assert Rates.parse(text) == rates


@pytest.mark.parametrize("text", ["", "2", "2/m", "0/s", "-1/s", "1/s,2/s", "many/s", "2/s,", "1.5/s"])
def test_another_text_is_refused_with_what_is_allowed(text: str) -> None:
    with pytest.raises(ValueError, match=r"write 2/s,1200/h, one of the two .* or off\.$"):
        Rates.parse(text)


@pytest.mark.parametrize("rates", [Rates(2, 1200), Rates(0, 0), Rates(1, 9)])
def test_a_rate_that_is_written_is_read_back(rates: Rates) -> None:
    assert Rates.parse(str(rates)) == rates


@pytest.mark.parametrize(
    ("text", "percent"), [("5%", 5), ("5", 5), ("0", 0), ("100%", 100), (" 7 % ", 7), ("005", 5)]
)
def test_a_share_is_whole_percent_with_or_without_the_sign(text: str, percent: int) -> None:
    assert parse_percent(text) == percent


@pytest.mark.parametrize(
    "text", ["", "%", "0.05", "0.5%", "5%%", "-1", "101", "1000%", "٥", "five", "5 of 100", "1_0", "9" * 5000]
)
def test_another_share_is_refused_with_what_is_allowed(text: str) -> None:
    with pytest.raises(ValueError, match=r"write whole percent from 0 to 100, as 5%\.$"):
        parse_percent(text)


@pytest.mark.parametrize(
    "wrong",
    [{"users": 0}, {"latency_ms": -1}, {"latency_ms": 60_001}, {"faults_percent": 101}, {"port": 70_000}],
)
def test_settings_that_cannot_work_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="give"):
        DemoSettings(**wrong)  # type: ignore[arg-type]  # one field at a time, all of them integers


def test_settings_and_the_parents_side_bring_no_server_along() -> None:
    code = (
        "import sys, ft42tui.demo.embedded, ft42tui.demo.settings;"
        "print([m for m in ('uvicorn', 'starlette', 'sqlite3', 'asyncio', 'httpx') if m in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
