"""The homeserver, as the hub sees it: the only place that speaks the client-server API."""
