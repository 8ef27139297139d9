"""SurfaceLab: what does the loss look like around here?"""
