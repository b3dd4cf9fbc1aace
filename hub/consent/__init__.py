"""What may be shared, with whom, for what, until when?"""
