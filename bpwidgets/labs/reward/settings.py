"""What can be chosen in `RewardLab`: the world, how it is learned, what is looked at."""
from __future__ import annotations

from ...settings import Settings, cells, choice, slider
from ...settings.cells import FREE, START, WALL, cells_in
from .baselines import BASELINES, VALUE
from .policy import TABLE
from .world import CLOSED, STAY, World
from .worlds import PRESETS

WORLD, LEARN, LOOK = "What is the world?", "How is it learned?", "What is looked at?"
MOST_EPISODES, MOST_STEPS, MOST_HIDDEN = 1000, 1000, 64
# What a press on a cell puts there.
LOOKS, REWARD = "look", "reward"
BRUSHES = {LOOKS: "nothing: looks at the cell", WALL: "a wall", FREE: "a free cell", REWARD: "a reward",
           START: "the start"}
# The moment of a run that is shown at first.
AT_FIRST = 10
CELL, ALL = "cell", "all"


def _of_preset(name: str):
    return lambda settings: getattr(PRESETS[settings.preset], name)


def _start_of(settings) -> int:
    """The number of the first start, row by row from 1."""
    return 1 + [cell for row in cells_in(settings.world) for cell in row].index(START)


def _cells_of(settings) -> int:
    rows = cells_in(settings.world)
    return len(rows) * len(rows[0])


class RewardSettings(Settings):
    """What can be chosen in `RewardLab`."""

    lab = "RewardLab"
    preset: str = choice("good_or_better", {name: row.title for name, row in PRESETS.items()}, label="world",
                         question=WORLD, help="a world to begin with",
                         resets=("world", "step_reward", "gamma", "slip", "walls", "most_steps", "cell"))
    world: str = cells(None, label="cells", question=WORLD, default_from=_of_preset("cells"),
                       help=". free, # wall, S start, a number: a reward that ends the episode; rows from the top")
    brush: str = choice(LOOKS, BRUSHES, label="brush", question=WORLD,
                        help="what a press on a cell, or Enter, puts there; pressed again, the cell is free")
    reward: float = slider(1.0, -10, 10, step=0.5, label="reward", question=WORLD, cursor=True,
                           help="of the cells that the brush makes rewards")
    step_reward: float = slider(None, -10, 10, step=0.01, label="each step", question=WORLD,
                                default_from=_of_preset("step_reward"), slider_range=lambda settings: (-1.0, 1.0),
                                help="the reward of each step, that of the last one included")
    gamma: float = slider(None, 0, 1, step=0.01, label="discount", question=WORLD,
                          default_from=_of_preset("gamma"), help="what a reward one step later counts")
    slip: float = slider(None, 0, 1, step=0.05, label="slips", question=WORLD, default_from=_of_preset("slip"),
                         help="the probability that a move goes to its left or its right instead")
    walls: str = choice(None, {STAY: "leave one where one is", CLOSED: "close the move"}, label="walls",
                        question=WORLD, default_from=_of_preset("walls"),
                        help="what becomes of a move against a wall or the border")
    most_steps: int = slider(None, 1, MOST_STEPS, step=1, integer=True, label="at most", unit="steps", question=WORLD,
                             default_from=_of_preset("most_steps"), slider_range=lambda settings: (1, 100),
                             help="after so many steps an episode is cut off")
    model: str = choice(TABLE, {TABLE: "a table", "net": "a net"}, label="policy", question=LEARN,
                        help="what chooses the moves: a score for each cell and move, or a net that sees x and y")
    baseline: str = choice(VALUE, {name: row.title for name, row in BASELINES.items()}, label="baseline",
                           question=LEARN, help="what is taken off each return before it counts")
    learning_rate: float = slider(0.7, 1e-4, 100, step=0.02, log=True, label="learning rate", question=LEARN,
                                  slider_range=lambda settings: (0.01, 10.0),
                                  help="of REINFORCE: the size of the step after each episode")
    table_rate: float = slider(0.5, 0, 2, step=0.05, label="table's rate", question=LEARN,
                               help="of Q-learning: what part of the TD error a table corrects")
    net_rate: float = slider(0.3, 0, 10, step=0.05, label="net's rate", question=LEARN,
                             slider_range=lambda settings: (0.0, 1.0), help="of Q-learning with a net")
    repeated: int = slider(31, 0, 127, step=1, label="repeated", unit="moves", question=LEARN,
                           help="stored moves that the Q net repeats with each new one")
    hidden: int = slider(16, 1, MOST_HIDDEN, step=1, label="hidden units", question=LEARN, help="of each net")
    episodes: int = slider(120, 1, MOST_EPISODES, step=1, label="learns for", unit="episodes", question=LEARN,
                           slider_range=lambda settings: (1, 400), help="how long the run is")
    seed: int = slider(0, 0, 99, step=1, label="seed", question=LEARN, help="other chances, other first weights")
    samples: int = slider(300, 2, 2000, step=1, label="sampled", unit="episodes", question=LOOK,
                          help="how many gradients are sampled at the moment shown")
    episode: int = slider(None, 0, "episodes", step=1, integer=True, cursor=True, label="episode", question=LOOK,
                          default_from=lambda settings: min(AT_FIRST, settings.episodes),
                          help="0 is the policy before it has learned")
    cell: int = slider(None, 1, _cells_of, step=1, integer=True, cursor=True, label="cell", question=LOOK,
                       default_from=_start_of, help="whose arrows are shown; counted row by row from the upper left")
    arrows: str = choice(ALL, {ALL: "of all cells at once", CELL: "of the chosen cell"}, label="gradients",
                         question=LOOK, cursor=True,
                         help="of all: along the exact gradient, and across; of a cell: where they push its policy")

    @property
    def of_world(self) -> World:
        """The world that these cells and numbers make."""
        return World(self.world, self.step_reward, self.gamma, self.slip, self.walls, self.most_steps)

    @property
    def place(self) -> tuple[int, int]:
        """Row and column of the chosen cell, from 0."""
        return divmod(self.cell - 1, len(cells_in(self.world)[0]))
