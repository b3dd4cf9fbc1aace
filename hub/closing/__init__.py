"""How does a case end: with which note, and which agency has its part in its own file?"""
