"""Beat in a hurry: Sopan's own application, whose workers look several times a second."""

from workers import app

app.conf.beat_schedule = {
    task: {"task": task, "schedule": 0.3, "options": {"expires": 2}}
    for task in ("sopan.sweep", "sopan.outbox")
}
