"""What goes with an optimizer's step: schedules of the rate, clipping of the gradient, named hyperparameters."""
