"""GraphLab: why does the sum appear?"""
