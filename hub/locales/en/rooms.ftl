# Rooms of a case: what they are about, who may sit in them and why
room-about = { $room } ({ $theme })
because-consent = consent of { $given } for { $agency } / { $function }, holds until { $until }
because-own-case = own case
because-nothing = – (no access)
column-room = room

# What a change would do
preview-once-confirmed = As soon as this is confirmed:
preview-new-room = A room of its own is made: { $room }.
preview-gains = { $name } gets access to the room { $room }.
preview-loses = { $name } then no longer has access to the room { $room }.
preview-alone = In the room { $room } there is then nobody but the person whose case it is.
preview-most-lose = Attention: more than half of those who have access now lose a room by this. Please check whether this is meant.
preview-nothing = This changes nobody's access.
refused-preview-of-what = A preview needs exactly one change. Please give either "--withdraw" with the number of a consent, or "--to" with a recipient.
help-consent-preview = Shows who would gain or lose which room by a withdrawal or a new consent. Changes nothing.
help-preview-withdraw = Which consent would be withdrawn (the first characters of its number suffice)
help-preview-to = For whom consent would be given: agency/function
