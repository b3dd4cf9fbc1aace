"""Through which room does the hub speak with one professional alone?"""
