# What is said in rooms in which the client reads along.
# It stands in every language that clients read here: there never a fact more or less.

# The agenda
agenda-title = { $name } · { $begins }–{ $ends } · Chair: { $moderator }
agenda-nobody = open
agenda-present = Taking part: { $people }
agenda-missing = Missing: { $sides }
agenda-topics = Topics requested
agenda-unsaid = Topic of { $name } ({ $function }): will be named in the conference
agenda-unsaid-client = The client’s topic: will be named in the conference
agenda-how = To add a topic, react to this message with ➕ until { $until }; what it is about you say in the conference. Removing the reaction takes it back. Reactions are not encrypted; no topic stands in them.
agenda-too-long = The agenda is too long for one message; what is missing here you read at a terminal (topics asked for: { $topics }; ‘fallraum conference topic list’).
agenda-arrival = Arrival, roles, confidentiality, who reads the minutes
agenda-client-view = The client’s view and wishes
agenda-look-back = What was agreed, what has become of it
agenda-news = News from the agencies (only what is new, only what is needed)
agenda-assessment = Shared assessment – including where we disagree
agenda-goals = Goals and options (at least two)
agenda-decisions = Decisions: who, what, by when · gaps in provision
agenda-feedback = The client’s feedback, next date
agenda-roles = Roles: who chairs, who brings the case in, who keeps the time
agenda-giver-tells = The case, told with pseudonyms, and the question to all
agenda-questions = Questions to understand
agenda-hypotheses = Hypotheses: what could be behind it?
agenda-comment = Comment on the hypotheses
agenda-proposals = Proposals: what would I do?
agenda-choice = Decision: what do I take with me?
agenda-exchange = Exchange: what have we learnt?
minutes = { $minutes } min
item-in-writing = in writing
who-round = one agency after the other
who-giver = who brings the case in speaks
who-others = who brings the case in listens
corner-client = client
corner-payer = benefit provider
corner-provider = service provider
corner-outside = other agency

# How a case conference goes
conference-name = Case conference { $case }
conference-name-consultation = Collegial consultation
conference-begins = Here we go: { $item } ({ $minutes })
conference-moved = { $name } was moved: it begins on { $begins }. Reason: { $reason }
conference-cancelled = { $name } on { $begins } does not take place. Reason: { $reason }
conference-is-over = The case conference is over. Thank you.
item-now = Now: { $number } { $item } ({ $minutes })
item-hands = If you want to speak, react with ✋ to the item it is about; whoever chairs sees who came first. Removing the reaction takes your hand down. With the next item it counts no more. Reactions are not encrypted.
item-following = then: { $item }
item-order = order: { $people }
item-almost-over = Two more minutes for { $number } { $item }.
replies-missing =
    { $count ->
        [one] Still open: one answer to the items { $items }.
       *[other] Still open: { $count } answers to the items { $items }.
    }
poll-title = { $name }: which time suits you?
poll-how = Please say yes, if need be or no to each time. Whoever chairs then fixes one. You can also react here with 1️⃣, 2️⃣ …: that means yes, and removing the reaction takes it back. Reactions are not encrypted; which time is meant does not stand in them.

# The minutes
minutes-title = Minutes of the case conference { $case } · { $begins }–{ $ends } · Chair: { $moderator }
minutes-draft = Draft. Objections are possible up to and including { $until }; each will stand in full in the final version.
minutes-final = Final version of { $day }. The draft is kept beside it.
minutes-present = Present: { $names }
minutes-unopposed = Up to and including { $until } nobody objected.
minutes-too-long = The minutes are too long for one message ({ $entries } entries). The chair will show them or hand them to you; at a terminal, ‘fallraum minutes show { $case }’ has them.
minutes-lost =
    { $number ->
        [one] One entry or objection is missing here: it was written down and can no longer be read.
       *[other] { $number } entries or objections are missing here: they were written down and can no longer be read.
    }
minutes-client = the client
minutes-somebody = somebody who is no longer registered

# Who is in the room, and what changes
roster-client = This room is about what concerns everybody. Here are:
roster-theme = This room is about: { $theme }. Here are only those for whom this theme was consented to:
roster-side = This room is for the two of you alone. No other agency learns that it exists. Here are:
roster-own = This room is for you alone. No professional can read along here or join. Of the professionals only the lead of the case is shown that it exists; those who run Fallraum technically can know it, too. Here Fallraum reminds you. What you write here reaches no professional: if you need something, please write in the common room, or call. If you no longer want this room, leave it or tell the lead of the case. Here are:
roster-own-case = Client: own case, { $seat }
roster-person = { $name }, { $agency }, { $function } ({ $corner }): { $seat }, until { $until }, by the consent of { $given }
roster-joined = here since { $since }
roster-invited = invited since { $since }
theme-organisation = Joint arrangements
theme-school = School and training
theme-work = Work
theme-housing = housing
theme-family = family
theme-childcare = childcare
theme-debts = debts
theme-health = health
theme-addiction = addiction
theme-offences = offences
roster-listener = Fallraum, which reads commands here (bot)
departure = { $name } ({ $function }) no longer belongs to this room. New messages will not reach this person.
lead-offered =
    { $name } ({ $agency }, { $function }) is to lead this case, from { $day } at the earliest.
    This was not proposed by the present case lead, but by somebody else.
    Is that not right? Then please say so here in the room before that day. Nothing changes about your consents.
lead-accepted =
    Since { $day } { $name } leads this case ({ $agency }, { $function }).
    { $by ->
        [lead] The case lead before handed the case over.
       *[others] That was done without the case lead before. Two people signed it together.
    }
    If you have questions, ask { $name } first. Nothing changes about your consents.
consult-answered = { $name } ({ $agency }, { $function }) was asked for advice without names and is not part of the case. Question: { $asked } Answer:
closing-announced = The work on this case is coming to its end. This room will be closed soon; then nobody can read or write here any more. What is yours you can take with you, for some time afterwards, too: please turn to { $name } ({ $function }).
closing-announced-without-lead = The work on this case is coming to its end. This room will be closed soon; then nobody can read or write here any more. What is yours you can take with you, for some time afterwards, too: please turn to the agency that you deal with.

# Of what the client is reminded in their own room
own-digest-title = Good day. We would like to remind you of this:
own-digest-today = Today: { $what }
own-digest-on = On { $day }: { $what }
own-digest-hint = Do you have questions? The people you know in the case are glad to help. If you no longer want reminders, leave this room or tell the lead of the case.
remind-r19 = A task from your plan
remind-r20 = A case conference to which you are invited
remind-r21 = A consent ends. You may renew it, or let it end.

# That the hub reads along in a room
listening-begun = From now on Fallraum reads along in this room, so that it understands commands. The lead of the case decided so.
listening-how = What does not begin with "!" is thrown away at once; the words of no message are kept. To read along means: Fallraum sits here with an account of its own and can decrypt what is written from now on. The lead of the case can end it at any time.
listening-own = Whoever names a topic here with "!thema" puts it on the agenda of the case conference: everybody who takes part there reads it. You, too, can have this reading ended at any time, or leave this room.
listening-ended = Fallraum no longer reads along in this room. Its keys are destroyed.
command-help = Commands: "!thema TEXT" names a topic for the next case conference · "!aufgabe @who bis 31.3.2027 TEXT" enters a task (without @who one's own) · "!erledigt NUMBER" ticks a task off · "!termin" says when the next case conference is · "!hilfe" shows this.
command-topic-named = The topic is noted for the case conference on { $begins }.
command-no-conference = No case conference is planned at present.
command-done-before = This command has arrived before. What it did stands in the list it is about.
refused-command-unknown = There is no such command. "!hilfe" shows what there is.
refused-command-too-long = That is too long for a command. Please put it in at most { $most } characters.
refused-command-without-text = It does not say yet what it is about. "!hilfe" shows how to write it.
refused-command-mention = Please write it without "@room", without accounts such as "@name:place" and without links to matrix.to: whoever reads it later is not to be called by it.
refused-command-plain-text = Please write it in one line, without invisible characters and in at most { $most } characters.
refused-command-not-here = This command concerns everybody, so it works in the common room of the case only.
refused-command-not-for-client = This works for professionals only here. "!thema" and "!hilfe" work for you, too.
refused-command-topic-not-noted = The topic could not be noted: it is too long, the agenda is full, or it is settled already. Please talk to the person who leads your case.
refused-command-too-many = Those were many commands in a short time. What comes now is not done. Please wait a little and then write it again.

# Below the German message, in the other language: what people wrote themselves
below-not-translated = What somebody wrote themselves stands here as they wrote it. It is not translated.
below-topics =
    { $number ->
        [one] Above there is one topic, as it was named. It is not translated.
       *[other] Above there are { $number } topics, as they were named. They are not translated.
    }
below-entries =
    { $number ->
        [one] Above there is one entry, as it was written. It is not translated. Is anything unclear? Then please have it explained to you, with an interpreter if you like.
       *[other] Above there are { $number } entries, as they were written. They are not translated. Is anything unclear? Then please have it explained to you, with an interpreter if you like.
    }
