# Rooms of a case: what they are about, who may sit in them and why
room-about = { $room } ({ $theme })
because-consent = Einwilligung vom { $given } für { $agency } / { $function }, gilt bis { $until }
because-own-case = eigener Fall
because-nothing = – (kein Zugang)
column-room = Raum

# What a change would do
preview-once-confirmed = Sobald das bestätigt ist:
preview-new-room = Es entsteht ein neuer Raum: { $room }.
preview-gains = { $name } bekommt Zugang zum Raum { $room }.
preview-loses = { $name } hat dann keinen Zugang mehr zum Raum { $room }.
preview-alone = Im Raum { $room } ist dann nur noch die Hauptperson des Falls.
preview-most-lose = Achtung: Mehr als die Hälfte derer, die jetzt Zugang haben, verliert dadurch einen Raum. Bitte prüfen, ob das so gewollt ist.
preview-nothing = An den Zugängen ändert sich dadurch nichts.
refused-preview-of-what = Die Vorschau braucht genau eine Änderung. Bitte entweder „--withdraw“ mit der Nummer einer Einwilligung oder „--to“ mit einer Empfangsstelle angeben.
help-consent-preview = Zeigt, wer durch einen Widerruf oder eine neue Einwilligung welchen Raum gewinnt oder verliert. Ändert nichts.
help-preview-withdraw = Welche Einwilligung widerrufen würde (die ersten Zeichen der Nummer genügen)
help-preview-to = Für wen eingewilligt würde: Stelle/Funktion
