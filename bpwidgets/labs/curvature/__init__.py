"""CurvatureLab: how large may the rate be?"""
