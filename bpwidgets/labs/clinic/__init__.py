"""ClinicLab: what is wrong with this program?"""
