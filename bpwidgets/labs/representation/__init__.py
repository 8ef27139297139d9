"""RepresentationLab: what do hidden layers hold?"""
