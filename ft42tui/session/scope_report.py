"""The report on a forbidden call: the verdict in words, its evidence, what to do, a message to staff."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from ft42tui.catalog.rights import Rights
from ft42tui.session.diagnosis import TITLES, Diagnosis, Verdict, lowered
from ft42tui.session.reach import either
from ft42tui.session.sign_in_plan import SignInPlan

if TYPE_CHECKING:
    from ft42tui.api.errors import Forbidden
    from ft42tui.catalog import Endpoint
    from ft42tui.session.inspection import Inspection

RemedyName: TypeAlias = Literal["sign_in", "other_profile", "again", "message"]
"""What can be done: sign in again, ask with another profile's token, send again, write to staff."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """One thing that can be done."""

    name: RemedyName
    """What it is."""
    title: str
    """It in a few words."""
    note: str
    """What it brings, or needs."""


@dataclass(frozen=True, slots=True)
class ScopeReport:
    """Everything that is said about one 403."""

    diagnosis: Diagnosis
    """Why."""
    error: Forbidden
    """The 403."""
    endpoint: Endpoint
    """The route."""
    inspection: Inspection
    """What is known of the token."""
    can_sign_in: bool = True
    """Whether an application is known to sign in with."""

    @property
    def request_id(self) -> str:
        """What staff find the request by; empty where the answer has none. Hostile until painted."""
        return self._header("X-Request-Id")

    @property
    def sentence(self) -> str:
        """What is needed, there and missing: `needs forum · has public · missing forum`."""
        known = self.diagnosis
        if known.verdict == "blocked" or not (known.needs or known.roles or self._is_about_user):
            return ""
        if known.verdict is None and not self.error.needed:  # nobody said what is needed
            return ""
        parts: list[str] = []
        if known.needs and (known.is_about_scopes or not (known.roles or self._is_about_user)):
            has = "unknown" if known.has is None else " ".join(known.has) or "no scope"
            parts = [f"needs {' '.join(known.needs)}", f"has {has}"]
            if known.missing:
                parts.append(f"missing {' '.join(known.missing)}")
        elif known.roles and not (known.is_either and known.verdict == "user"):
            roles = "unknown" if known.has_roles is None else ", ".join(known.has_roles) or "none"
            parts = [f"needs the role {either(known.roles)}", f"the application has {roles}"]
        elif self._is_about_user:
            parts = ["needs a user's token"]
            if known.has_user is not None:
                parts.append("has a user's" if known.has_user else "has the application's own")
            if known.is_either:
                parts.append(f"or an application with the role {either(known.roles)}")
        return " · ".join(parts)

    @property
    def _is_about_user(self) -> bool:
        return "user" in self.diagnosis.possible

    @property
    def meaning(self) -> str:
        """What the verdict means and what puts it right, in a sentence or two."""
        known = self.diagnosis
        if known.verdict is None:
            return f"It may be: {'; '.join(lowered(TITLES[one]) for one in known.possible)}."
        said = _MEANINGS[known.verdict]
        if known.verdict == "not_granted" and not self.inspection.is_reused:
            said = said.replace("The old", "Most likely the old")
        if known.verdict == "not_asked" and not known.is_certain:
            said = said.replace("The sign-in did not", "Most likely the sign-in did not")
        if known.besides:
            said = said.replace(" A token that asks for it will do.", "")
            said += f" It needs more: {' and '.join(self._besides())}."
        return said

    def _besides(self) -> Iterator[str]:
        known = self.diagnosis
        if "user" in known.besides:
            yield "a user's token"
        if "role" in known.besides:
            yield f"the role {either(known.roles)}, which the application does not have"

    @property
    def doubt(self) -> str:
        """Why the verdict is not certain, in a sentence; empty where it is."""
        doubts = self.diagnosis.doubts
        return f"Not certain: {'; '.join(doubts)}." if doubts else ""

    # What to do.

    @property
    def plan(self) -> SignInPlan | None:
        """How to sign in again; None where that would not help."""
        known = self.diagnosis
        if not ({"not_asked", "not_granted", "not_allowed", "user"} & set(known.possible)):
            return None
        grant = self.inspection.grant
        needs_user = self._needs_user
        plan = SignInPlan.for_more(
            known.needs, known.has, has_user=known.has_user, grant=grant, needs_user=needs_user
        )
        if needs_user and known.has_user is not True:
            return plan
        if not known.missing:
            return None
        # What is not allowed is refused before anybody is asked to consent: no token is given up for it.
        if known.verdict == "not_allowed":
            return replace(plan, revokes=False)
        # One that was asked for and not granted is handed out again, the application's own too.
        return replace(plan, revokes=plan.revokes or (known.verdict == "not_granted" and grant is not None))

    @property
    def _needs_user(self) -> bool:
        """Whether a user's token is needed, or may be: beside the scopes, where they are the matter."""
        known = self.diagnosis
        if known.is_about_scopes:
            return bool(known.missing) and Rights.of(self.endpoint).user
        return self._is_about_user

    @property
    def remedies(self) -> tuple[Remedy, ...]:
        """What can be done, the most hopeful first."""
        return tuple(self._remedies())

    def _remedies(self) -> Iterator[Remedy]:
        known, plan = self.diagnosis, self.plan
        again = Remedy("again", "send it again", "a challenge passes as a rule: wait a little first")
        if known.verdict == "blocked" or (known.verdict is None and "blocked" in known.possible):
            yield again
        others = Remedy("other_profile", "try with another profile", "lists whose token could do it")
        is_hopeless = known.verdict in {"not_allowed", "role"}  # as far as a sign-in goes
        if is_hopeless:
            yield others
        if plan is not None:
            yield self._sign_in(plan)
        if known.verdict != "blocked" and not is_hopeless:
            yield others
        quoted = f"quotes request {self.request_id}" if self.request_id else "the answer has no request id"
        yield Remedy("message", "copy a message to staff", f"{quoted}; no secret is in it")

    def _sign_in(self, plan: SignInPlan) -> Remedy:
        who = {"browser": "in the browser", "application": "as the application"}.get(plan.way, "")
        again = "sign in again" if plan.way == "application" or self.diagnosis.has_user else "sign in"
        title = f"{again} {who} with {' '.join(plan.scopes)}"
        if not self.can_sign_in:
            return Remedy("sign_in", title, "asks for an application first")
        if self.diagnosis.verdict == "not_allowed":
            return Remedy("sign_in", title, "once the scope is ticked on the application's page")
        first = "the old token is revoked first; then " if plan.revokes else "then "
        return Remedy("sign_in", title, f"{first}the request is sent again")

    # A message to staff.

    @property
    def message(self) -> str:
        """What to send to staff: everything they ask for, and no secret."""
        return "\n".join(_line(text) for text in self._message() if text)

    def _message(self) -> Iterator[str]:
        known, exchange = self.diagnosis, self.error.exchange
        if exchange is not None:
            yield f"{exchange.method} {exchange.url}"
            when = self._header("Date")
            yield f"answered {exchange.status}{f' on {when}' if when else ''}"
        yield f"Request id: {self.request_id or 'none in the answer'}"
        app = self.inspection.application
        uid = self.inspection.application_uid
        name = self._header("X-Application-Name") or app.name or "unknown"
        number = self._header("X-Application-Id") or (str(app.id) if app.id is not None else "")
        yield f"Application: {name}{f', id {number}' if number else ''}{f', uid {uid}' if uid else ''}"
        yield f"Application's roles: {_listed(known.has_roles)}"
        yield f"Token: {_whose(known.has_user)}, scopes: {_listed(known.has, ' ')}"
        yield f"Needs: {self.sentence}" if self.sentence else ""
        if known.roles and "role" not in self.sentence:
            yield f"Documented roles: {', '.join(known.roles)}"
        yield f"The answer said: {self.error.message}" if self.error.message else ""
        certainty = "" if known.is_certain else " (not certain)"
        yield f"Likely reason: {known.title}{certainty}" if known.verdict else ""

    def _header(self, name: str) -> str:
        exchange = self.error.exchange
        return (exchange.header(name) or "") if exchange is not None else ""


_LONGEST_LINE: Final = 1000
_MEANINGS: Final[dict[Verdict, str]] = {
    "not_asked": "The sign-in did not ask for it. A token that asks for it will do.",
    "not_granted": (
        "The sign-in asked for it and got a token without it. The old token came back with its old scopes: "
        "consent is skipped while one lives. It has to be revoked first."
    ),
    "not_allowed": (
        "The server refuses this scope to the application. Tick it on the application's page on the "
        "intranet, then sign in again."
    ),
    "role": (
        "Staff give roles to applications: no scope and no sign-in brings one. Another application may "
        "have it."
    ),
    "user": "The call is about whoever signed in: the application's own token has no user behind it.",
    "not_yours": "Only its owner, or an application with a role for it, may do this to the object.",
    "blocked": (
        "What answered stands in front of the API: it is no matter of rights. Wait, then send again; ask "
        "more slowly, or from another network."
    ),
}


def _line(text: str) -> str:
    """Return a hostile text as one line that is not long and holds nothing that a terminal would act on."""
    shown = "".join(char if char.isprintable() else "�" for char in " ".join(text.split()))
    return shown[:_LONGEST_LINE]


def _listed(names: tuple[str, ...] | None, between: str = ", ") -> str:
    return "unknown" if names is None else between.join(names) or "none"


def _whose(has_user: bool | None) -> str:  # noqa: FBT001  # it is what is known, not a switch
    return {None: "unknown whose", True: "a user's", False: "the application's own"}[has_user]
