"""DistributionLab: what do the units see?"""
