"""What the container's HEALTHCHECK runs: `python -m app.healthcheck`."""

from __future__ import annotations

import os
import sys
from http.client import HTTPConnection, HTTPException


def is_healthy(port: int) -> bool:
    """Tell whether the API in this container answers its health route with 200."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/api/health")
        return connection.getresponse().status == 200
    except (OSError, HTTPException) as error:
        print(f"port {port}: {error}", file=sys.stderr)
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if is_healthy(int(os.environ.get("PORT", "8000"))) else 1)
