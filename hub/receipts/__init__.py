"""What does the client hold in their hands about a consent?"""
