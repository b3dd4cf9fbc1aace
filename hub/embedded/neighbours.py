"""How the embedded homeserver meets those of other agencies: the allowed ones, and nobody else."""

from typing import Any

from hub.settings import Settings

# A network has some servers, not thousands: one that was away is asked again soon. Synapse's own
# pauses are made for a whole world of servers, and reach from ten minutes to a week.
_PATIENCE = {
    "client_timeout": "10s",
    "max_short_retries": 1,
    "max_long_retries": 2,
    "max_long_retry_delay": "2s",
    "destination_min_retry_interval": "5s",
    "destination_max_retry_interval": "60s",
}


def listeners(settings: Settings) -> list[dict[str, Any]]:
    """Where other homeservers are heard; nowhere while none is allowed.

    Without a certificate it speaks plain HTTP, for a reverse proxy in front of it that does TLS.
    """
    if not settings.federation:
        return []
    is_behind_proxy = settings.federation_certificate is None
    return [
        {
            "type": "http",
            "port": settings.federation_port,
            "bind_addresses": [settings.federation_address],
            "tls": not is_behind_proxy,
            "x_forwarded": is_behind_proxy,
            "resources": [{"names": ["federation"], "compress": False}],
        }
    ]


def manners(settings: Settings) -> dict[str, Any]:
    """Whom the homeserver speaks to at all, and what it tells nobody."""
    return {
        "federation_domain_whitelist": list(settings.federation),
        "allow_profile_lookup_over_federation": False,
        "allow_device_name_lookup_over_federation": False,
        "federation": _PATIENCE,
        "ip_range_whitelist": list(settings.federation_networks),
        **_certificates(settings),
    }


def _certificates(settings: Settings) -> dict[str, Any]:
    files: dict[str, Any] = {}
    if settings.federation_certificate is not None and settings.federation_key is not None:
        files["tls_certificate_path"] = str(settings.federation_certificate.absolute())
        files["tls_private_key_path"] = str(settings.federation_key.absolute())
    if settings.federation_ca is not None:
        files["federation_custom_ca_list"] = [str(settings.federation_ca.absolute())]
    return files
