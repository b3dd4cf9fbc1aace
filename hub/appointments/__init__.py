"""When somebody is busy, by a calendar that they keep elsewhere: times, and never what they are about."""
