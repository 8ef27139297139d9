"""CostLab: why not just wiggle every weight?"""
