"""What does the client see of their own case, and take away with them?"""
