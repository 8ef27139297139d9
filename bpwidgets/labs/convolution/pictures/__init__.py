"""The pictures of ConvolutionLab."""
