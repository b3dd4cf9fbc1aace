# Specialist questions: asked with pseudonyms, answered into the case
way-consult = question to a specialist, pseudonymised
export-pseudonymised = { $themes } (without names: a specialist was asked for advice and does not learn who it is about)
room-of-consult = { $room } (question to a specialist)
role-specialist = is asked for advice, not part of the case
because-consulting = question to a specialist, without names; until { $until }
retrieval-consult-shown = the questions to specialists that this person may read
audit-contradicted-question = What is stored of the question { $name } to a specialist in case { $case }, or of its answer, is not signed or is told otherwise by the record of proof: somebody changed or removed something. It gives nobody access. Please change nothing and inform whoever watches over data protection.

help-consult = Asking specialists for advice without naming anybody
help-consult-ask = Asks a specialist for advice. They read an excerpt without names and do not learn which case it is about. Themes, reason, question and excerpt are asked for.
help-consult-list = Shows what the person with this key asked, and what they are asked.
help-consult-show = Shows a question with its excerpt and, to who asked it, the answer.
help-consult-answer = Answers a question. With that access to it ends.
help-consult-withdraw = Takes a question back, or gives it back unanswered.
help-consult-to = Who is asked (Matrix address)
help-consult-days = For how many days the question is open, 28 at most
help-consult-into = Into which room of the case the answer goes: to the professionals among themselves (“team”) or into the room with the client (“client”)
help-consult-norm = On which norm the question rests; without it, one made for advice by experts is looked for
help-consult-untold = The client is not to read of the question in their own view; the reason is asked for
help-question = Number of the question (its beginning suffices)

ask-consult-question = The question in one sentence, without names (is stored encrypted):
ask-consult-excerpt = The excerpt without names, one paragraph a line; an empty line ends it:
ask-consult-read-again = No known name was found. Who it was may still follow from what is told. Have you read question and excerpt once more, and can nobody be recognised? (yes/no)
ask-consult-untold = Why the client is not to read of it (is stored encrypted):
ask-consult-answer = The answer, one paragraph a line; an empty line ends it:

did-ask-specialist = The question { $question } is asked, and open until { $until }. There will be a room of its own for the two of you. The answer goes into the case if the chosen room is there by then, and is always shown by “fallraum consult show { $question }”.
did-answer-question = The answer to { $question } is recorded. With that access to question and room has ended. Thank you.
did-withdraw-question = The question { $question } has ended. Its room is closed for both.
title-consults = Questions to specialists
empty-consults = There is no question that this person may read.
column-question = question
column-consult-part = you
column-consult-other = with
column-asked-at = asked
column-asked-until = open until
consult-part-asker = ask
consult-part-specialist = are asked
consult-state-open = open
consult-state-over = over
consult-state-answered = answered
consult-state-withdrawn = withdrawn
consult-said-question = Question: { $question }
consult-said-excerpt = Excerpt, { $number }: { $paragraph }
consult-said-answer = Answer, { $number }: { $paragraph }
consult-not-readable = What was asked can no longer be read.

refused-consult-colleague = { $name } works or worked on case { $case } and would know who it is about. Somebody from outside is asked for advice. Please choose another specialist.
refused-consult-too-long = A question is open for one day at least and for { $days } at most. Please adjust “--days”.
refused-consult-unbound = Your agency, or that of { $name }, has not acknowledged the charter of the network. Without it there is no seat in a room. Please choose another specialist, or look at “fallraum charter”.
refused-consult-words = Question, excerpt and answer need at least one paragraph and at most { $most }. Please complete or shorten it.
refused-consult-without-norm = No norm is in force that is made for advice by experts. Please name another one with “--norm”; “fallraum law list” shows them.
refused-consult-not-yours = Only who was asked answers this question. Who asked it can withdraw it (“fallraum consult withdraw”).
refused-consult-over = This question has ended. Please ask another one if need be.
refused-unknown-question = There is no question “{ $question }” that you may read. Please check the number; “fallraum consult list” shows your questions while they are open.
refused-excerpt-not-read = The question was not asked. Please read question and excerpt once more and change whatever somebody could be recognised by.
refused-excerpt-unsearched = A name in case { $case } can no longer be read, and so cannot be searched for in the excerpt. Please inform whoever watches over data protection.
refused-excerpt-not-pseudonymised =
    Question or excerpt still contains { $trace ->
        [client] the client's name or a part of it
        [party] the name of a parent, a child or another person on their side
        [birthday] a birthday
        [label] what the case is called
        [professional] the name of a professional who works or worked on the case
        [agency] the name of an agency that works or worked on the case
        [address] an address (e-mail, Matrix or web)
       *[number] the number of a telephone, a file or an account
    }. The specialist must not learn who it is about (§ 4(2) KKG, § 64(2a) SGB VIII). Please replace it, for example by “the child” or “A.”.

# What is posted
roster-consult = In this room a specialist is asked for advice. No names and no case are told here. Here are:
roster-consulting = { $name }, { $agency }, { $function }: { $seat }, until { $until }
consult-asked = The question:
consult-how = Please name nobody whom it is about here either. “fallraum consult answer” gives the answer; after that this room is closed for both.
