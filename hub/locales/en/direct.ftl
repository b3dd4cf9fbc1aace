# Direct rooms
direct-greeting =
    Hello. In this room the Fallraum writes to you, and to nobody else. You do not write here yourself, but react to this message:

    🟢 I can be reached (two hours)
    🟡 I am busy (one hour)
    🔴 I am in a meeting (an hour and a half)
    ⚪ That holds no longer
    👁 Whoever shares a case with me may see whether I can be reached
    🙈 Nobody may see it
    👂 Fallraum may read along here, so that it understands commands
    🙉 It may no longer

    Where your client lets you react with text, so do “until 15:00”, “🟡 until 15:00”, “away until 4.12.” and 🏠 (back again).
    A reaction is not encrypted. So we take it away at once; if it could not be understood, we write to you.
direct-plain-greeting = Hello. In this room the Fallraum writes to you, and to nobody else. You do not write here yourself.
direct-together = What you wished for has come: all can be reached together now. (This message disappears in a few minutes.)
refused-reaction-not-understood = This reaction is not known here. You can use 🟢, 🟡, 🔴, ⚪, 👁, 🙈, 👂 and 🙉, or a time of today such as “until 15:00”.
refused-reaction-too-late = This reaction came too late and does not count. Please react again.
help-professional-direct = Ask a professional into a room in which the hub writes to them alone: there they say by reactions whether they can be reached, and there they hear when all can be reached together.
did-open-direct-room = { $user } is asked into a direct room.
