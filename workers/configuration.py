"""Celery's settings, read when the application first needs them."""

from kombu.transport.redis import Channel

from engine.settings import load_settings
from workers.schedule import SCHEDULE

broker_url = load_settings().redis_url
imports = (
    "workers.sweep", "workers.recalculate", "workers.outbox", "workers.seal", "workers.verify",
    "workers.beat",
)  # fmt: skip
# A lost message is replaced by the next one. Handing messages back to a broker that has gone fails
# in kombu in a way that ends the worker.
Channel.do_restore = False
task_ignore_result = True
task_acks_late = False
worker_prefetch_multiplier = 1
worker_hijack_root_logger = False
broker_connection_retry_on_startup = True
# For ever: a hundred attempts, which Celery makes by itself, take three quarters of an hour.
broker_connection_max_retries = None
timezone = "UTC"
beat_schedule = {
    task: {"task": task, "schedule": every, "options": {"expires": every}}
    for task, every in SCHEDULE.items()
}
