"""The right programs, each as a learner writes it: nothing but numpy, one idea per line. Faults are planted in them."""
