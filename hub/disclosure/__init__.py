"""What was passed on, by whom, to whom, on which basis?"""
