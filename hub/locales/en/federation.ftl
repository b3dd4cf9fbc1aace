# Other agencies' homeservers
refused-server-not-allowed = { $user } has their account on the homeserver { $server }, which does not belong to this network: nobody is let in from there. If it should belong, please start the hub with ‘FALLRAUM_FEDERATION={ $server }’ (several with commas) and call this command with it, too. Otherwise please give an account on an allowed homeserver; ‘fallraum servers’ shows them.
because-server = – (no access; the homeserver { $server } does not belong to this network)
