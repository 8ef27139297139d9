"""BackpropLab: what happens, number by number?"""
