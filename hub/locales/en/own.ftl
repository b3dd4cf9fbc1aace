# The own room: the client alone with Fallraum
deed-own-wanted = own room wanted
deed-own-unwanted = own room no longer wanted
help-own-room = Says whether the client wants a room of their own, in which Fallraum alone speaks with them; without a wish it shows that.
help-own-room-wish = on (they want it, also again after they left) or off (no longer)
help-own-room-as = Who says so: Matrix address of the lead, or "client" for the client
did-own-room-on = In case { $case } a room of their own is wanted. The client is invited; no professional can join.
did-own-room-off = In case { $case } no room of their own is wanted any more. Nothing is said there from now on.
own-room-on = Case { $case }: a room of their own is wanted.
own-room-off = Case { $case }: no room of their own is wanted.
refused-own-room-not-for-you = For this person there is nothing to read or enter here. It concerns the client and the lead of the case.
refused-own-room-unwanted-already = In case { $case } no room of their own is wanted.
