"""What is on the agenda?"""
