# In which language the client reads what is said in the room
help-case-language = Says in which language the client reads what Fallraum writes in the room; without a language it shows it.
help-case-language-spoken = Language: de, de-simple (plain German), en, tr, ar, uk or ru
help-case-language-as = Who says so: Matrix address of the case lead, or “client” for the client
did-note-language = In case { $case } Fallraum now writes to the client in the room in: { $language }. If that is not the hub’s own language, the hub’s still stands above.
case-language-is = Case { $case }: { $language }
language-de = German
language-de-simple = plain German
language-en = English
language-tr = Turkish
language-ar = Arabic
language-uk = Ukrainian
language-ru = Russian
retrieval-case-language = the client’s language
refused-language-not-for-you = There is nothing here for this person to read or to enter. The language is known to the client, and to those who work on the case and may, by the consent, hear what concerns everybody. The lead knows whether a consent is missing.
refused-language-by-lead-or-client = That is said by the client, or by the case lead. Please turn to them.
refused-unknown-client-language = Fallraum does not write in this language. Possible are: { $known }. For others please have somebody interpret; “fallraum conference prepare --language” notes it.
