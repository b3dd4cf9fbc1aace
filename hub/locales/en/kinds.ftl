# Kinds of rooms: professionals among themselves, and the client with one other alone
help-team = The professionals may also talk among themselves, without the client, about what concerns everybody, in a room of their own
refused-team-otherwise = Professionals talk among themselves only about what concerns everybody: by a consent of the client to sharing (“share”) with “organisation=yes” and without single senders. Please say “organisation=yes” or leave out “--team”.
refused-notice-without-rooms = The text that was shown says nothing of rooms without the client or with the client alone. Please show the newer version (from version { $version } on).
receipt-team = The professionals whose work on your case you have agreed to in this way may also talk among themselves, without you, about what concerns everybody. There is a room of its own for it. You can learn at any time who is in it.
