"""TwoNetsLab: what does each net want?"""
