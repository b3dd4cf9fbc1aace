"""What the embedded homeserver is told about others: nothing is open that the operator did not open."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from hub.embedded.files import write_homeserver
from hub.settings import Settings


def told(folder: Path, **set_: Any) -> dict[str, Any]:
    """The configuration that these settings make."""
    written: dict[str, Any] = json.loads(write_homeserver(Settings(data=folder / "data", **set_)).read_text())
    return written


def federating(configuration: dict[str, Any]) -> list[dict[str, Any]]:
    """Where it listens for other homeservers."""
    return [one for one in configuration["listeners"] if "federation" in one["resources"][0]["names"]]


def test_without_a_list_nobody_is_heard_and_nobody_spoken_to(tmp_path: Path) -> None:
    configuration = told(tmp_path)
    assert federating(configuration) == []
    assert configuration["federation_domain_whitelist"] == []


def test_behind_a_reverse_proxy_it_listens_on_loopback_without_tls(tmp_path: Path) -> None:
    configuration = told(tmp_path, federation=("jugendamt.example",))
    (listener,) = federating(configuration)
    assert (listener["bind_addresses"], listener["tls"]) == (["127.0.0.1"], False)
    assert configuration["federation_domain_whitelist"] == ["jugendamt.example"]
    assert "tls_certificate_path" not in configuration


def test_with_a_certificate_it_does_tls_itself(tmp_path: Path) -> None:
    files = {"federation_certificate": tmp_path / "a.crt", "federation_key": tmp_path / "a.key"}
    configuration = told(tmp_path, federation=("jugendamt.example",), federation_address="::", **files)
    (listener,) = federating(configuration)
    assert (listener["bind_addresses"], listener["tls"]) == (["::"], True)
    assert configuration["tls_certificate_path"] == str(tmp_path / "a.crt")


def test_people_sign_in_elsewhere_than_where_servers_are_heard(tmp_path: Path) -> None:
    (listener,) = federating(told(tmp_path, federation=("jugendamt.example",)))
    assert listener["resources"][0]["names"] == ["federation"]


def test_a_list_is_written_with_commas_or_spaces() -> None:
    read = Settings.model_validate({"federation": " jugendamt.example, horizont.example:8449 "})
    assert read.federation == ("jugendamt.example", "horizont.example:8449")


@pytest.mark.parametrize(
    "written", ["jugendamt.example, *", "https://jugendamt.example", "@bo:jugendamt.example"]
)
def test_a_name_nobody_understands_opens_nothing(written: str) -> None:
    with pytest.raises(ValidationError, match="not the name of a homeserver"):
        Settings.model_validate({"federation": written})


def test_a_network_may_have_an_authority_and_addresses_of_its_own(tmp_path: Path) -> None:
    networks = Settings.model_validate({"federation_networks": "10.1.0.0/16, fd00::/8"}).federation_networks
    configuration = told(tmp_path, federation_ca=tmp_path / "ca.pem", federation_networks=networks)
    assert configuration["federation_custom_ca_list"] == [str(tmp_path / "ca.pem")]
    assert configuration["ip_range_whitelist"] == ["10.1.0.0/16", "fd00::/8"]


@pytest.mark.parametrize("written", ["everywhere", "10.1.0.0/99", "10.1.0.1/16"])
def test_addresses_that_nobody_understands_open_nothing(written: str) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate({"federation_networks": written})


@pytest.mark.parametrize("half", ["federation_certificate", "federation_key"])
def test_a_certificate_without_its_key_is_refused(tmp_path: Path, half: str) -> None:
    with pytest.raises(ValidationError, match="go together"):
        Settings.model_validate({half: tmp_path / "a"})
