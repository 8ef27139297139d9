"""DigitsLab: can it read my handwriting?"""
