"""Settings: wrong values are found at start and told in a sentence with the remedy."""

import pytest

from engine.settings import Settings, SettingsWrong, load_settings, variable


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("SOPAN_LISTEN", "8000", "SOPAN_LISTEN berisi '8000', padahal harus alamat dan porta"),
        ("SOPAN_LISTEN", "0.0.0.0:70000", "SOPAN_LISTEN berisi '0.0.0.0:70000'"),
        ("SOPAN_WEB_PROCESSES", "dua", "SOPAN_WEB_PROCESSES berisi 'dua', padahal harus bilangan"),
        ("SOPAN_WORKER_PROCESSES", "0", "SOPAN_WORKER_PROCESSES berisi '0'"),
        ("SOPAN_PUBLIC_URL", "sopan.go.id", "SOPAN_PUBLIC_URL berisi 'sopan.go.id'"),
        ("SOPAN_LOG_FORMAT", "xml", "padahal harus text atau json"),
        ("SOPAN_ATTACHMENT_CAP", "banyak", "ukuran lampiran terbesar"),
        ("SOPAN_REGENCY", "", "nama kabupaten atau kota"),
        ("REDIS_URL", "http://server", "REDIS_URL berisi nilai yang tidak dapat dipakai"),
    ],
)
def test_a_wrong_value_is_named_with_what_belongs_there(
    name: str, value: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsWrong) as refused:
        load_settings()
    assert told in str(refused.value)


def test_all_wrong_values_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOPAN_LISTEN", "x")
    monkeypatch.setenv("SOPAN_LOG_FORMAT", "x")
    with pytest.raises(SettingsWrong) as refused:
        load_settings()
    assert str(refused.value).count("padahal harus") == 2


def test_a_misspelt_name_is_refused_with_the_nearest_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOPAN_REGENCI", "Kabupaten Contoh")
    with pytest.raises(SettingsWrong, match="Mungkin maksudnya SOPAN_REGENCY"):
        load_settings()


def test_a_password_in_an_address_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://sopan:rahasia@server/sopan")
    with pytest.raises(SettingsWrong) as refused:
        load_settings()
    assert "rahasia" not in str(refused.value).partition("misalnya")[0]
    whole = Settings(database_url="postgresql://a:sandi123@b/c", secret_key="k" * 32)
    assert "sandi123" not in repr(whole)
    assert "kkk" not in repr(whole)


def test_a_database_elsewhere_needs_a_secret_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://server/sopan")
    with pytest.raises(SettingsWrong, match="SOPAN_SECRET_KEY belum diisi"):
        load_settings()
    monkeypatch.setenv("SOPAN_SECRET_KEY", "k" * 31)
    with pytest.raises(SettingsWrong, match="sedikitnya 32 karakter"):
        load_settings()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_addresses_are_taken_as_hosting_providers_write_them(scheme: str) -> None:
    settings = Settings(database_url=f"{scheme}://server/sopan", secret_key="k" * 32)
    assert settings.database_url == "postgresql+psycopg://server/sopan"
    assert settings.database_owner_url == settings.database_url


def test_the_public_address_is_where_the_web_listens_unless_told_otherwise() -> None:
    assert Settings(listen="10.0.0.5:80").public_url == "http://10.0.0.5:80"
    assert Settings(public_url="https://sopan.id/").public_url == "https://sopan.id"


def test_a_process_started_with_these_settings_reads_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = Settings(
        database_url="postgresql://server/sopan", secret_key="k" * 32, attachment_cap="3MiB"
    )
    for name, value in settings.environment().items():
        monkeypatch.setenv(name, value)
    assert load_settings() == settings


def test_there_are_at_most_fifteen_names() -> None:
    assert len({variable(field) for field in Settings.model_fields}) <= 15
