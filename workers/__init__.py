"""The workers: a Celery application whose tasks come and look; nobody sends them anything.

The database is the clock and the queue. Each periodic message expires after one interval, so a
dead worker leaves no pile behind.
"""

from celery import Celery

app = Celery("sopan")
app.config_from_object("workers.configuration")
