# What is called
help-conference-list = Show which case conferences are called for when; not what they are about.
title-conferences = Case conferences
empty-conferences = No case conference is called in this case yet. ‘fallraum conference call’ calls one.
column-conference-begins = begins
column-conference-minutes = minutes
column-conference-moderator = chair
column-conference-called = called
column-agenda-posted = agenda in the room
retrieval-conference-shown = the case conferences, without their topics
refused-conference-called-already = Just this case conference is already called in case { $case }: same beginning, same length, same chair. ‘fallraum conference list { $case }’ shows all. Please name further topics in the room.
