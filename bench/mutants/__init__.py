"""Flaws planted one at a time, read from the catalogue: does the suite find each?"""
