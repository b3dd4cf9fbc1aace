"""What is a specialist asked about a case, with pseudonyms, and what do they answer?"""
