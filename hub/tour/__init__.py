"""The main job as a walk: real homeserver, real encrypted clients, and only what was observed."""
