"""ChanceLab: how does a gradient pass through a sample?"""
