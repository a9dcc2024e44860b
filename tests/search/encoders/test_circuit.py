"""When calls are tried, and when not."""

from __future__ import annotations

from app.search.encoders.circuit import FAILURES_TO_OPEN, OPEN_SECONDS, Circuit


def _circuit() -> tuple[Circuit, list[float]]:
    now = [100.0]
    return Circuit(lambda: now[0]), now


def _open(circuit: Circuit) -> None:
    for _ in range(FAILURES_TO_OPEN):
        circuit.failed()


def test_success_between_failures_keeps_it_closed() -> None:
    circuit, _ = _circuit()
    for _ in range(3 * FAILURES_TO_OPEN):
        circuit.failed()
        circuit.succeeded()
    assert circuit.admit()


def test_failures_in_a_row_open_it() -> None:
    circuit, now = _circuit()
    _open(circuit)
    now[0] += OPEN_SECONDS - 1
    assert circuit.is_open
    assert not circuit.admit()


def test_after_a_while_one_call_is_admitted_and_no_second() -> None:
    circuit, now = _circuit()
    _open(circuit)
    now[0] += OPEN_SECONDS
    assert [circuit.admit(), circuit.admit()] == [True, False]


def test_trial_that_works_closes_it() -> None:
    circuit, now = _circuit()
    _open(circuit)
    now[0] += OPEN_SECONDS
    circuit.admit()
    circuit.succeeded()
    assert [circuit.admit(), circuit.admit()] == [True, True]
