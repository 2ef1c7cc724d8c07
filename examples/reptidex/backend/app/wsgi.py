"""What gunicorn serves: `gunicorn app.wsgi:application`."""

import os

from app.application import create_app
from app.settings import load_settings

application = create_app(load_settings(os.environ))
