"""A net in training: its data, what decides the run, and the run itself, kept whole.

    settings = TrainingSettings(data="moons", hidden=(8, 8), epochs=100)
    for run in training(settings):       # complete runs, each with more epochs than the one before
        ...
    run.train_loss, run.at(epoch=37, update=4).train_loss, run.theta(epoch=37)
"""
