"""OptimizerRaceLab: which rule gets there, and why?"""
