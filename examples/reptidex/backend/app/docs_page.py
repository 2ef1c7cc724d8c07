"""The contract as a page that needs nothing from elsewhere."""

from __future__ import annotations

from html import escape
from typing import Any


def docs_page(contract: dict[str, Any]) -> str:
    """Render an OpenAPI document as one self-contained HTML page."""
    title = escape(contract["info"]["title"])
    rows = "\n".join(
        f"<tr><td><code>{method.upper()} {escape(path)}</code></td>"
        f"<td>{escape(operation['summary'])}</td>"
        f"<td>{escape(', '.join(operation['responses']))}</td></tr>"
        for path, operations in contract["paths"].items()
        for method, operation in operations.items()
    )
    return f"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{title} API</title></head>
<body>
<h1>{title} API</h1>
<p>For programs: <a href="/api/openapi.json">openapi.json</a></p>
<table><thead><tr><th>Route</th><th>What it does</th><th>Answers</th></tr></thead>
<tbody>
{rows}
</tbody></table>
</body>
</html>
"""
