"""Whose case is this, who works on it, who leads?"""
