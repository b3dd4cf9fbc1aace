"""What was decided in a conference, and who objects?"""
