# Kinds of rooms: professionals among themselves, and the client with one other alone
help-team = The professionals may also talk among themselves, without the client, about what concerns everybody, in a room of their own
refused-team-otherwise = Professionals talk among themselves only about what concerns everybody: by a consent of the client to sharing (“share”) with “organisation=yes” and without single senders. Please say “organisation=yes” or leave out “--team”.
refused-notice-without-rooms = The text that was shown says nothing of rooms without the client or with the client alone. Please show the newer version (from version { $version } on).
receipt-team = The professionals whose work on your case you have agreed to in this way may also talk among themselves, without you, about what concerns everybody. There is a room of its own for it. You can learn at any time who is in it.
help-alone = The person named with “--person” talks with the client alone; nobody else notices
help-side = Shows instead only what concerns nobody but the client and one other (talks in private). Whoever asks for it is noted for six months.
refused-alone-otherwise = A talk in private is a consent of the client to sharing (“share”), without single senders and without “--team”. Please take down the rest separately.
refused-alone-without-person = One particular person talks in private. Please name them with “--person”.
refused-consent-for-two = What somebody says in private is not passed on. Please ask the person themselves.
receipt-alone = This person may talk with you alone, in a room that only the two of you see. No other agency learns that it exists, and by it this person learns nothing from other agencies.
role-adviser = talks in private
empty-roster = There is nothing to show here.
column-corner = side
retrieval-side-shown = the talks in private
export-room-team = { $room } (professionals among themselves, without you)
export-room-side = { $room } (in private with you)
export-room-own = { $room } (for you alone, with Fallraum)
export-part-adviser = talks with you alone
room-of-team = { $room } (professionals among themselves)
room-of-side = { $room } (in private)
room-of-own = { $room } (the client alone with Fallraum)
seat-since = { $seat }, since { $since }

# What is posted in a room about who is there
roster-team = In this room professionals are among themselves, as was consented to. Here are:
