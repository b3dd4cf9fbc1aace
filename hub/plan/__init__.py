"""What was agreed on, by whom, until when, and how does it stand?"""
