"""Container and compose file agree with the code: settings, commands, ports, routes. There is no engine here to try them on."""

from __future__ import annotations

import re
import shlex
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from starlette.routing import Route
from typer.testing import CliRunner

from auth.routes import portal_routes
from bench.arrangement import TEMPLATE
from db.__main__ import app
from db.cluster import Account, write_configuration
from db.settings import BackendKind, read_settings

ROOT = Path(__file__).resolve().parents[2]
CONTAINER = (ROOT / "Containerfile").read_text(encoding="utf-8")
SECRETS = {"DATABASE_PASSWORD": "d" * 20, "LOGIN_PASSWORD": "l" * 20, "PORTAL_SECRET_KEY": "k" * 40}
GAP = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")


def filled(text: str) -> str:
    """As compose fills a value in: what is demanded and missing fails, and so does what nobody said how to fill."""

    def one(gap: re.Match[str]) -> str:
        name, sign, more = gap.groups()
        if name in SECRETS:
            return SECRETS[name]
        assert sign == "-", f"{name} must stand in .env, and no test knows it"
        return str(more)

    return GAP.sub(one, text)


@cache
def services() -> dict[str, Any]:
    return dict(yaml.safe_load(filled((ROOT / "compose.yaml").read_text(encoding="utf-8")))["services"])


def ours() -> dict[str, Any]:
    return {name: one for name, one in services().items() if one["image"] == "handshake-portal"}


def known_settings() -> set[str]:
    """Every PORTAL_ variable that the code asks its environment for."""
    code = "".join(path.read_text(encoding="utf-8") for folder in ("db", "auth") for path in (ROOT / folder).rglob("*.py"))
    return set(re.findall(r'"(PORTAL_[A-Z_]+)"', code + (ROOT / "app.py").read_text(encoding="utf-8")))


@pytest.mark.parametrize("text", ["compose.yaml", "Containerfile"])
def test_each_setting_that_is_named_is_one_that_the_code_reads(text: str) -> None:
    named = set(re.findall(r"^\s+(PORTAL_[A-Z_]+):|\b(PORTAL_[A-Z_]+)=", (ROOT / text).read_text(encoding="utf-8"), re.MULTILINE))
    named_all = {name for pair in named for name in pair if name}
    assert named_all
    assert named_all <= known_settings()


def test_the_portals_read_their_settings_and_use_the_database_of_the_file() -> None:
    for name in ("portal-1", "portal-2"):
        settings = read_settings({**services()[name]["environment"], "PORTAL_DATA_DIR": "/data", "PORTAL_DEMO": "0"})
        assert settings.kind is BackendKind.POSTGRES
        assert f"authenticator:{SECRETS['LOGIN_PASSWORD']}@database/handshake" in str(settings.database_url)
        assert not settings.demo
    assert services()["portal-1"] == services()["portal-2"]


@pytest.mark.parametrize("name", ["prepare", "jobs"])
def test_each_command_is_one_that_the_database_knows(name: str) -> None:
    order = [str(word) for word in services()[name]["command"]]
    assert order[:3] == ["python", "-m", "db"]
    known = CliRunner().invoke(app, [order[3], "--help"], terminal_width=200)
    assert known.exit_code == 0
    options = [word for word in order if word.startswith("--")]
    assert options
    assert all(option in known.output for option in options)


def test_no_such_command_or_option_would_be_found_wrong() -> None:
    assert CliRunner().invoke(app, ["tickle", "--help"]).exit_code != 0
    assert "--often" not in CliRunner().invoke(app, ["tick", "--help"], terminal_width=200).output


def test_ports_and_probe_are_those_of_the_image() -> None:
    order = [str(word) for word in yaml.safe_load(CONTAINER.split("\nCMD ")[1])]
    port = order[order.index("--server.port") + 1]
    assert f"EXPOSE {port}\n" in CONTAINER
    probed = re.search(rf"127\.0\.0\.1:{port}(/\w+)'", CONTAINER)
    assert probed
    assert probed[1] in {route.path for route in portal_routes() if isinstance(route, Route)}
    behind = re.findall(r"server ([\w-]+):(\d+) ", services()["proxy"]["environment"]["PROXY_PORTALS"])
    assert behind == [("portal-1", port), ("portal-2", port)]


def test_what_is_copied_into_the_image_is_there_and_is_all_that_runs() -> None:
    copied = {shlex.split(line)[1] for line in CONTAINER.splitlines() if line.startswith("COPY ")}
    assert all((ROOT / each).exists() for each in copied)
    assert copied == {"requirements.txt", ".streamlit", "app.py", "auth", "components", "db", "pages"}


def test_the_proxy_is_told_everything_that_its_configuration_asks_for() -> None:
    asked = set(re.findall(r"\$\{(PROXY_\w+)\}", TEMPLATE.read_text(encoding="utf-8")))
    assert asked == set(services()["proxy"]["environment"])
    mounted = {each.split(":")[0] for each in services()["proxy"]["volumes"]}
    assert all((ROOT / each).exists() for each in mounted)


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert [name for name, one in services().items() if "ports" in one] == ["proxy"]
    assert {name for name, one in services().items() if "outside" in one["networks"]} == {"proxy", "jobs"}


def test_the_database_logs_as_little_as_the_embedded_one(tmp_path: Path) -> None:
    write_configuration(tmp_path, Account(), socket_dir=tmp_path, port=None, durable=True, extra={})
    embedded = dict(re.findall(r"^(log_\w+) = '(.*)'$", (tmp_path / "postgresql.conf").read_text(), re.MULTILINE))
    told = dict(word.split("=", 1) for word in services()["database"]["command"] if "=" in word)
    quiet = {"log_min_messages", "log_min_error_statement", "log_error_verbosity", "log_parameter_max_length"}
    assert {name: told.get(name) for name in quiet} == {name: embedded[name] for name in quiet}


def test_no_secret_stands_in_the_files() -> None:
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8") + CONTAINER
    assert not re.search(r"^\s*\w*(PASSWORD|SECRET_KEY|JWT_SECRET):\s*(?!\$\{)\S|:[^$@/\s]+@", text, re.MULTILINE)
    assert all(word in (ROOT / ".gitignore").read_text().splitlines() for word in (".env", "deploy/tls/*"))
