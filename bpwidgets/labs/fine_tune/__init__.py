"""FineTuneLab: what to freeze?"""
