"""Who may sit in a case's room, who does sit there, what is to be done about the difference?"""
