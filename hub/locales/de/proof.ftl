# What the chain tells otherwise
refused-consent-contradicted = Was zu dieser Einwilligung gespeichert ist, stimmt nicht mit dem Nachweis überein: Jemand hat etwas verändert oder entfernt. Deshalb kann sie nicht mehr gegeben werden (Art. 7 Abs. 1 DSGVO: Eine Einwilligung muss nachweisbar sein). Bitte informieren Sie die für den Datenschutz zuständige Person und fragen Sie eine neue Einwilligung an.
audit-contradicted = Was zur Einwilligung { $consent } gespeichert ist, stimmt nicht mit dem Nachweis überein: Jemand hat etwas verändert oder entfernt. Sie gibt niemandem Zugang. Bitte nichts verändern und die für den Datenschutz zuständige Person informieren.
state-contradicted = unstimmig: Der Nachweis sagt etwas anderes
