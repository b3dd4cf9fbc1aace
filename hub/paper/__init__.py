"""How does a text become a paper that everybody can read or hear?"""
