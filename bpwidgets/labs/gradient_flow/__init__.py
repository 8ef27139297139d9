"""GradientFlowLab: what reaches the first layer?"""
