"""Who may pass: the bearer token of a request against the configured one."""

from __future__ import annotations

import hmac


def holds_token(authorization: str | None, token: str | None) -> bool:
    """Tell whether an Authorization header carries the token; nobody passes where none is set."""
    if token is None or authorization is None:
        return False
    scheme, _, given = authorization.partition(" ")
    if scheme.lower() != "bearer":
        return False
    return hmac.compare_digest(given.strip().encode(), token.encode())
