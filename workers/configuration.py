"""Celery's settings, read when the application first needs them."""

from engine.settings import load_settings
from workers.schedule import SCHEDULE

broker_url = load_settings().redis_url
imports = (
    "workers.sweep", "workers.recalculate", "workers.outbox", "workers.verify", "workers.beat",
)  # fmt: skip
task_ignore_result = True
task_acks_late = False
worker_prefetch_multiplier = 1
worker_hijack_root_logger = False
broker_connection_retry_on_startup = True
timezone = "UTC"
beat_schedule = {
    task: {"task": task, "schedule": every, "options": {"expires": every}}
    for task, every in SCHEDULE.items()
}
