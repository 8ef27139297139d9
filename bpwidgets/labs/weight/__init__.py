"""WeightLab: how far should one step go?"""
