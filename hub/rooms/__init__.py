"""Who may sit in which room of a case, who does sit there, what is to be done about the difference?"""
