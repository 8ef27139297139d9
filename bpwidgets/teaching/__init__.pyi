from .answers import Choice as Choice
from .answers import Decade as Decade
from .answers import Number as Number
from .answers import Place as Place
from .answers import Ranking as Ranking
from .items.prediction import Prediction as Prediction
from .lesson import Lesson as Lesson
from .lesson import show as show
