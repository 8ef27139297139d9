"""SequenceLab: how far back does the error reach?"""
