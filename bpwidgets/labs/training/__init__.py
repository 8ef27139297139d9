"""TrainingLab: what does it learn, and when?"""
