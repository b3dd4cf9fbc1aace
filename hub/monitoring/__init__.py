"""What is due in a case, who is to be reminded of it, and when?"""
