"""What is answered when something is wrong: a page that says what and what to do, or problem JSON (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from dragoman.errors import DragomanError
from dragoman.web.answering import answer_json, render, wants_json


@dataclass(eq=False)
class Problem(DragomanError):  # noqa: N818 – the word of RFC 9457
    """A request that is not answered as it hoped.

    Attributes:
        status: HTTP status.
        detail: what is wrong, in a sentence.
        mend: what to do about it, in a sentence.
        parameter: the parameter that is wrong, where one is.
        headers: headers that go with the status.
    """

    status: int
    detail: str
    mend: str = ""
    parameter: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.status}: {self.detail}"

    @property
    def title(self) -> str:
        """The status in words."""
        return HTTPStatus(self.status).phrase

    def told(self) -> dict[str, Any]:
        """Return the problem as RFC 9457 has it."""
        told: dict[str, Any] = {
            "type": "about:blank",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        }
        return told | {key: value for key in ("mend", "parameter") if (value := getattr(self, key))}


def unknown(what: str, id: str) -> Problem:
    """Return the problem of an id that leads nowhere."""
    shown = id if len(id) <= 80 else f"{id[:80]}…"
    return Problem(404, f"There is no {what} “{shown}” here.", "Look for it by its words.")


def answer(request: Request, problem: Problem) -> Response:
    """Answer with a problem: as a page, or as JSON where that is asked for."""
    if wants_json(request):
        response = answer_json(problem.told(), status=problem.status, kind="application/problem+json")
    else:
        response = render(request, "problem.html", status=problem.status, problem=problem)
    response.headers.update(problem.headers)
    return response


def handle(app: FastAPI) -> None:
    """Let an application answer every error with a problem."""

    def _problem(request: Request, error: Exception) -> Response:
        assert isinstance(error, Problem)
        return answer(request, error)

    def _http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return answer(request, _of_status(error, request.scope["path"]))

    def _parameters(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return answer(request, _of_parameters(error))

    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _parameters)


def _of_status(error: HTTPException, path: str) -> Problem:
    headers = error.headers or {}
    if error.status_code == 404:
        shown = path if len(path) <= 80 else f"{path[:80]}…"
        return Problem(404, f"There is no page at “{shown}”.", "Look for it by its words.")
    if error.status_code == 405:
        return Problem(405, "This page can only be read.", "Ask for it with GET.", headers=headers)
    return Problem(error.status_code, str(error.detail), headers=headers)


def _of_parameters(error: RequestValidationError) -> Problem:
    wrong = error.errors()[0]
    name = str(wrong["loc"][-1])
    return Problem(422, f"The parameter “{name}” is wrong: {wrong['msg']}.", parameter=name)
