"""ConvolutionLab: what is the gradient of a shared weight?"""
