"""Running the console command against the servers of the tests."""

import os
import subprocess
import sys

from engine.settings import Settings


def sopan(settings: Settings, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """`sopan` as staff type it, with the addresses of the tests' servers."""
    command = [sys.executable, "-c", "from engine.cli import main; main()", *words]
    addresses = {
        "DATABASE_URL": settings.database_url,
        "DATABASE_OWNER_URL": settings.database_owner_url,
        "REDIS_URL": settings.redis_url,
        "SOPAN_SECRET_KEY": "k" * 32,
        "SOPAN_DATA_DIR": str(settings.data_dir),
    }
    return subprocess.run(
        command, env={**os.environ, **addresses}, capture_output=True, text=True, input=typed,
        timeout=60, check=False,
    )  # fmt: skip
