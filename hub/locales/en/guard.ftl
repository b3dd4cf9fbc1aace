# The guard inside the homeserver.

up-guard = The guard inside the homeserver asks at { $url }; its token is in { $file } (see deploy/guard.md).
