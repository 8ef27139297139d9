"""LossLab: squared error or cross-entropy?"""
