# Voices in rooms
voice-steward = Fallraum
voice-conference = Fallraum · conference
farewell = Taking part in this room has ended. What was read before remains confidential.
departure = { $name } ({ $function }) no longer belongs to this room. New messages do not reach this person.
agenda-title = Case conference { $case } · { $begins }–{ $ends } · Moderation: { $moderator }
agenda-arrival = Arrival, roles, confidentiality, who reads the minutes
agenda-client-view = View and wishes of the client
agenda-look-back = What was agreed, what has become of it
agenda-news = News from the agencies (only what is new and needed)
agenda-assessment = Shared assessment – also where we disagree
agenda-goals = Goals and options (two at least)
agenda-decisions = Decisions: who, what, until when · gaps in the offer
agenda-feedback = Feedback of the client, next date
agenda-topics = Topics asked for
minutes = { $minutes } min
