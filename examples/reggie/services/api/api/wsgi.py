"""What gunicorn serves: `gunicorn api.wsgi:application`."""

import os

from api.application import create_app
from api.database import engine_for

if not os.environ.get("DATABASE_URL"):
    raise SystemExit("DATABASE_URL is not set: give it in the environment of this process")

application = create_app(
    engine_for(os.environ["DATABASE_URL"]),
    token=os.environ.get("API_TOKEN") or None,
    revision=os.environ.get("GIT_SHA") or os.environ.get("HATCHERY_REVISION") or "unknown",
)
