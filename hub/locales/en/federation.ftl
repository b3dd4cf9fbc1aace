# Other agencies' homeservers
refused-server-not-allowed = { $user } has their account on the homeserver { $server }, which does not belong to this network: nobody is let in from there. If it should belong, please start the hub with ‘FALLRAUM_FEDERATION={ $server }’ (several with commas) and call this command with it, too. Otherwise please give an account on an allowed homeserver; ‘fallraum servers’ shows them.
because-server = – (no access; the homeserver { $server } does not belong to this network)
help-servers = Shows the other homeservers of the network: whether they are allowed, whether they answer, and whether they see who left a room.
title-servers = Other homeservers
empty-servers = This hub knows no other homeserver. ‘FALLRAUM_FEDERATION’ names, at the start, those from which people may be let in.
column-server = homeserver
column-server-allowed = allowed
column-server-people = professionals
column-server-reachable = reachable
column-leave-seen-at = last saw a leave
column-leaves-unseen = not seen yet
server-allowed = yes
server-not-allowed = no
server-answers = yes
server-silent = no
server-unasked = not known
