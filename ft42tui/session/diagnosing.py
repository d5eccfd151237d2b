"""How a 403 is diagnosed: from the answer itself, the token, the catalogue and the sign-in.

A wrong diagnosis is worse than none: where evidence is missing or contradicts itself, the verdict is not
certain, or there is none and everything that it may be is named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from ft42tui.catalog.rights import Rights, has_role
from ft42tui.catalog.roles import roles_in
from ft42tui.session.diagnosis import Case, Clue, Diagnosis, Verdict
from ft42tui.session.forbidden import Signs, signs_of
from ft42tui.session.reach import either

if TYPE_CHECKING:
    from ft42tui.catalog import Endpoint
    from ft42tui.session.reach import Bearer


def diagnose(case: Case) -> Diagnosis:
    """Return why a call was forbidden, as far as the evidence goes."""
    signs = signs_of(case.error)
    exchange = case.error.exchange
    told = roles_in(exchange.header("X-Application-Roles")) if exchange is not None else None
    bearer = replace(case.bearer, roles=case.bearer.roles if told is None else told)
    case = replace(case, bearer=bearer)
    rights = Rights.of(case.endpoint)
    known = Diagnosis(
        None,
        needs=signs.needed or rights.scopes,
        has=bearer.scopes,
        roles=rights.roles,
        has_roles=bearer.roles,
        has_user=bearer.has_user,
        is_either=rights.is_either,
    )
    if signs.is_page:
        return _blocked(known, signs)
    if signs.says_scope and signs.says_denied:
        clues = (*_scope_clues(signs), *_rights_clues(case, rights, has_told_roles=signs.has_roles))
        doubts = ("the answer says two things: a scope is missing, and access is denied",)
        possible = ("not_asked", *(_short(rights, case) or ("role", "user")))
        return replace(known, possible=possible, doubts=doubts, clues=clues)
    if signs.says_scope or signs.needed:
        return _scope(known, signs, case, rights)
    return _denied(known, signs, case, rights)


# A web page.


def _blocked(known: Diagnosis, signs: Signs) -> Diagnosis:
    page = Clue("body", "a web page, where the API answers in JSON")
    if signs.is_ours or signs.says_scope or signs.needed or signs.says_denied:
        ours = Clue("headers", "the API's own are there: it was reached", is_against=True)
        place = "body" if signs.is_json else "WWW-Authenticate"
        words = Clue(place, "says what the API says: it was reached", is_against=True)
        doubts = (f"a web page came with the API's own {'headers' if signs.is_ours else 'words'}",)
        against = ours if signs.is_ours else words
        return replace(known, possible=("blocked", "role"), doubts=doubts, clues=(page, against))
    marks = tuple(Clue("headers" if ": " in mark else "body", mark) for mark in signs.cloudflare)
    absent = Clue("headers", "none of the API's own, X-Application-… for one")
    whose = "nothing says whose page it is: a proxy or a network's login page sends such"
    # Words alone may be anybody's.
    unsure = () if any(mark.source == "headers" for mark in marks) else (whose,)
    return replace(
        known, verdict="blocked", possible=("blocked",), doubts=unsure, clues=(page, *marks, absent)
    )


# Scopes.


def _scope(known: Diagnosis, signs: Signs, case: Case, rights: Rights) -> Diagnosis:
    doubts = list(_scope_doubts(signs, rights, case.bearer))
    clues = [*_scope_clues(signs), *_token_clues(case), *_catalogue_clue(signs, case.endpoint)]
    clues.extend(_further_clues(case, rights, has_told_roles=signs.has_roles))
    found = replace(known, clues=tuple(clues), besides=_besides(rights, case))
    missing = found.missing
    if not found.needs:
        return replace(found, possible=("not_asked", "not_granted", "not_allowed"), doubts=tuple(doubts))
    if found.has is not None and not missing:
        doubts.append("the API misses a scope that the token has, as far as is known here")
        return replace(found, possible=("not_granted", "not_allowed"), doubts=tuple(doubts))
    refused = tuple(scope for scope in missing if scope in case.refused_scopes)
    if refused:
        said = Clue("sign-in", f"asked for {' '.join(refused)} before, the server answered invalid_scope")
        if case.asked is not None and not set(refused).isdisjoint(case.asked):
            doubts.append("the sign-in of this token asked for it, and was not refused")
        return _judged(replace(found, clues=(*clues, said)), "not_allowed", doubts, "not_granted")
    if case.asked is None:
        doubts.append("what was asked for when this token was made is not known")
        return _judged(found, "not_asked", doubts, "not_granted", "not_allowed")
    asked = Clue("sign-in", f"asked for {' '.join(case.asked) or 'nothing'}")
    clues = [*clues, asked]
    granted_none = tuple(scope for scope in missing if scope in case.asked)
    if not granted_none or found.has is None:
        if found.has is None and granted_none:
            return _judged(replace(found, clues=tuple(clues)), "not_granted", doubts, "not_allowed")
        return _judged(replace(found, clues=tuple(clues)), "not_asked", doubts)
    if set(granted_none) != set(missing):
        rest = " ".join(scope for scope in missing if scope not in granted_none)
        doubts.append(f"{' '.join(granted_none)} was asked for and not granted, {rest} was not asked for")
        return _judged(replace(found, clues=tuple(clues)), "not_granted", doubts, "not_asked")
    if case.is_reused:
        clues.append(Clue("token", "older than the sign-in: the living token came back with its scopes"))
    return _judged(replace(found, clues=tuple(clues)), "not_granted", doubts)


def _scope_doubts(signs: Signs, rights: Rights, bearer: Bearer) -> Iterator[str]:
    if signs.disagree:
        yield "the answer names different scopes in different places"
    if signs.is_otherwise:
        yield f"WWW-Authenticate gives another reason: {signs.other_reason}"
    if signs.challenges > 1:
        yield "the answer makes several challenges"
    if signs.needed and not signs.says_scope:
        yield "the answer names a scope, and does not say that it is missing"
    if not signs.needed:
        yield (
            "the answer names no scope: those of the documentation are shown"
            if rights.scopes
            else "neither the answer nor the documentation names the scope"
        )
    if not (signs.is_ours or signs.challenge.scheme):
        yield "the answer has none of the API's own headers"
    if bearer.scopes is None:
        yield "the scopes of the token are not known"


def _scope_clues(signs: Signs) -> Iterator[Clue]:
    if signs.challenge.error or signs.challenge.description:
        said = ": ".join(part for part in (signs.challenge.error, signs.challenge.description) if part)
        yield Clue("WWW-Authenticate", said)
    if signs.message:
        yield Clue("body", signs.message)


def _token_clues(case: Case) -> Iterator[Clue]:
    if case.bearer.scopes is not None:
        yield Clue("token", f"has {' '.join(case.bearer.scopes) or 'no scope'}")


def _catalogue_clue(signs: Signs, endpoint: Endpoint) -> Iterator[Clue]:
    if not endpoint.is_listed:
        yield Clue("catalogue", "does not have this route")
    elif endpoint.scopes and set(endpoint.scopes) != set(signs.needed) and signs.needed:
        yield Clue("catalogue", f"names {' '.join(endpoint.scopes)}: the API's own word counts")
    elif endpoint.scopes:
        yield Clue("catalogue", f"needs {' '.join(endpoint.scopes)}")


def _judged(known: Diagnosis, verdict: Verdict, doubts: list[str], *others: Verdict) -> Diagnosis:
    """Return the diagnosis with a verdict; other ones are possible only where it is in doubt."""
    return replace(
        known, verdict=verdict, possible=(verdict, *(others if doubts else ())), doubts=tuple(doubts)
    )


# Roles, users, objects.


def _denied_doubts(signs: Signs) -> Iterator[str]:
    if not signs.says_denied:
        yield "the answer does not say what is denied"
    if not signs.is_ours:
        yield "the answer has none of the API's own headers"
    if signs.is_otherwise:
        yield f"WWW-Authenticate gives another reason: {signs.other_reason}"


def _denied(known: Diagnosis, signs: Signs, case: Case, rights: Rights) -> Diagnosis:
    """Judge a 403 that names no scope, by what the route asks for."""
    doubts = list(_denied_doubts(signs))
    clues = (*_denied_clues(signs), *_rights_clues(case, rights, has_told_roles=signs.has_roles))
    found = replace(known, clues=clues)
    if not (signs.is_ours or signs.is_json):
        return replace(found, possible=("blocked", "role", "user"), doubts=tuple(doubts))
    if not case.endpoint.is_listed:
        doubts.append("the documentation does not have this route")
        return replace(found, possible=("role", "user", "not_yours"), doubts=tuple(doubts))
    if found.missing:
        held = "" if found.has is not None else ", and the scopes of the token are not known"
        doubts.append(
            f"the documentation asks for {' '.join(rights.scopes)}; the answer names no scope{held}"
        )
        return replace(found, possible=("not_asked", *_short(rights, case)), doubts=tuple(doubts))
    role = _has_role(rights, case.bearer)
    if rights.is_either:
        return _either(found, case, doubts, role=role)
    if rights.roles and role is not True:
        if not signs.has_roles:
            doubts.append("the answer does not say which roles the application has")
        elif role is None:
            doubts.append("whether an advanced role does what the basic one may is not documented")
        if rights.user and case.bearer.has_user is not True:
            doubts.append("it needs a user's token as well")
            return _judged(found, "role", doubts, "user")
        return _judged(found, "role", doubts, "not_yours" if case.bearer.has_user else "user")
    if rights.user and case.bearer.has_user is not True:
        if case.bearer.has_user is None:
            doubts.append("whether the token is a user's is not known")
        return _judged(found, "user", doubts, "role")
    return _eliminated(found, case, doubts)


def _either(known: Diagnosis, case: Case, doubts: list[str], *, role: bool | None) -> Diagnosis:
    """Judge a route that takes a user's token, or an application with a role."""
    if role is True:
        doubts.append("the application has a role that would do")
        return replace(known, possible=("not_yours", "user"), doubts=tuple(doubts))
    if role is None:
        doubts.append("it is not known whether the application's roles would do")
    if case.bearer.has_user:
        return _eliminated(known, case, doubts)
    if case.bearer.has_user is None:
        doubts.append("whether the token is a user's is not known")
    return _judged(known, "user", doubts, "role")


def _eliminated(known: Diagnosis, case: Case, doubts: list[str]) -> Diagnosis:
    """Judge by what is left when nothing that is documented is missing."""
    if not case.bearer.has_user:
        doubts.append("nothing that the documentation asks for is missing")
        return replace(known, possible=("user", "role"), doubts=tuple(doubts))
    doubts.append("the API does not say so: nothing else is missing, but for privileges of the user")
    if case.endpoint.required_names:
        return _judged(known, "not_yours", doubts, "role")
    return replace(known, possible=("role", "not_yours"), doubts=tuple(doubts))


def _denied_clues(signs: Signs) -> Iterator[Clue]:
    yield Clue("body", signs.message or "says nothing")
    if signs.challenge.scheme:
        said = signs.challenge.description or signs.challenge.error or "there, and gives no reason"
        yield Clue("WWW-Authenticate", said)


def _rights_clues(case: Case, rights: Rights, *, has_told_roles: bool) -> Iterator[Clue]:
    yield from _asked_clues(rights)
    if case.bearer.roles is not None:
        yield _roles_clue(case.bearer.roles, has_told_roles=has_told_roles)
    if case.bearer.has_user is not None:
        yield _user_clue(has_user=case.bearer.has_user)
    yield from _token_clues(case)


def _further_clues(case: Case, rights: Rights, *, has_told_roles: bool) -> Iterator[Clue]:
    """Return what the route asks for beside scopes, and what is there of it."""
    yield from _asked_clues(rights)
    if rights.roles and case.bearer.roles is not None:
        yield _roles_clue(case.bearer.roles, has_told_roles=has_told_roles)
    if rights.user and case.bearer.has_user is not None:
        yield _user_clue(has_user=case.bearer.has_user)


def _asked_clues(rights: Rights) -> Iterator[Clue]:
    if rights.roles:
        word = "takes" if rights.is_either else "needs"
        yield Clue("catalogue", f"{word} the role {either(rights.roles)}")
    if rights.user:
        yield Clue("catalogue", f"needs a user's token{' otherwise' if rights.is_either else ''}")


def _roles_clue(roles: tuple[str, ...], *, has_told_roles: bool) -> Clue:
    return Clue("X-Application-Roles" if has_told_roles else "an earlier answer", ", ".join(roles) or "None")


def _user_clue(*, has_user: bool) -> Clue:
    return Clue("token", "is a user's" if has_user else "is the application's own: it has no user")


def _besides(rights: Rights, case: Case) -> tuple[Verdict, ...]:
    """Return what is certainly missing beside scopes."""
    if rights.is_either:
        return ()
    found: list[Verdict] = []
    if rights.roles and _has_role(rights, case.bearer) is False:
        found.append("role")
    if rights.user and case.bearer.has_user is False:
        found.append("user")
    return tuple(found)


def _short(rights: Rights, case: Case) -> tuple[Verdict, ...]:
    """Return what else the route asks for and is not known to be there."""
    found: list[Verdict] = []
    if rights.roles and _has_role(rights, case.bearer) is not True:
        found.append("role")
    if rights.user and case.bearer.has_user is not True:
        found.append("user")
    return tuple(found)


def _has_role(rights: Rights, bearer: Bearer) -> bool | None:
    return None if bearer.roles is None else has_role(bearer.roles, rights.roles)
