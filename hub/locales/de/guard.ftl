# Der Wächter im Homeserver.

up-guard = Der Wächter im Homeserver fragt unter { $url } nach; sein Zugang liegt in { $file } (siehe deploy/guard.md).
