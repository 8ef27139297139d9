"""Studies: one question each, a plain function from settings to a frozen result."""
from .flow import mean_field
from .flow.settings import FlowSettings
from .labs.backprop.result import BackpropResult
from .labs.backprop.settings import BackpropSettings
from .labs.backprop.study import backprop
from .labs.chance.result import ChanceResult
from .labs.chance.settings import ChanceSettings
from .labs.chance.study import chance
from .labs.clinic.result import ClinicResult
from .labs.clinic.settings import ClinicSettings
from .labs.clinic.study import clinic
from .labs.convolution.result import ConvolutionResult
from .labs.convolution.settings import ConvolutionSettings
from .labs.convolution.study import shared_weights
from .labs.cost.result import CostResult
from .labs.cost.settings import CostSettings
from .labs.cost.study import gradient_cost
from .labs.curvature.result import CurvatureResult
from .labs.curvature.settings import CurvatureSettings
from .labs.curvature.study import curvature_study
from .labs.digits.result import DigitsResult
from .labs.digits.settings import DigitsSettings
from .labs.digits.study import digit_reading
from .labs.distributions.result import DistributionResult
from .labs.distributions.settings import DistributionSettings
from .labs.distributions.study import distributions
from .labs.fine_tune.result import FineTuneResult
from .labs.fine_tune.settings import FineTuneSettings
from .labs.fine_tune.study import fine_tuning
from .labs.flow_over_training.result import FlowOverTrainingResult
from .labs.flow_over_training.settings import FlowOverTrainingSettings
from .labs.flow_over_training.study import flow_over_training
from .labs.gradient_check.result import GradientCheckResult
from .labs.gradient_check.settings import GradientCheckSettings
from .labs.gradient_check.study import gradient_check
from .labs.gradient_flow.result import FlowResult
from .labs.gradient_flow.study import gradient_flow
from .labs.gradient_map.result import GradientMapResult
from .labs.gradient_map.settings import GradientMapSettings
from .labs.gradient_map.study import gradient_map
from .labs.graph.result import GraphResult
from .labs.graph.settings import GraphSettings
from .labs.graph.study import formula_graph
from .labs.loss.result import LossResult
from .labs.loss.settings import LossSettings
from .labs.loss.study import loss_choice
from .labs.memorizing.result import MemorizingResult
from .labs.memorizing.settings import MemorizingSettings
from .labs.memorizing.study import memorizing
from .labs.optimizer_race.result import RaceResult
from .labs.optimizer_race.settings import RaceSettings
from .labs.optimizer_race.study import optimizer_race
from .labs.own.result import Curves
from .labs.representation.result import RepresentationResult
from .labs.representation.settings import RepresentationSettings
from .labs.representation.study import hidden_layers
from .labs.reward.result import RewardResult
from .labs.reward.settings import RewardSettings
from .labs.reward.study import learning_from_reward
from .labs.sequence.result import SequenceResult
from .labs.sequence.settings import SequenceSettings
from .labs.sequence.study import error_through_time
from .labs.surface.result import SurfaceResult
from .labs.surface.settings import SurfaceSettings
from .labs.surface.study import loss_surface
from .labs.training.result import TrainingResult
from .labs.training.settings import TrainingLabSettings
from .labs.training.study import train_a_net
from .labs.two_nets.result import TwoNetsResult
from .labs.two_nets.settings import TwoNetsSettings
from .labs.two_nets.study import two_nets
from .labs.weight.result import WeightResult
from .labs.weight.settings import WeightSettings
from .labs.weight.study import one_weight

__all__ = ["BackpropResult", "BackpropSettings", "ChanceResult", "ChanceSettings", "ClinicResult", "ClinicSettings",
           "ConvolutionResult", "ConvolutionSettings", "CostResult", "CostSettings", "CurvatureResult",
           "CurvatureSettings", "Curves", "DigitsResult", "DigitsSettings", "DistributionResult",
           "DistributionSettings", "FineTuneResult", "FineTuneSettings", "FlowOverTrainingResult",
           "FlowOverTrainingSettings", "FlowResult", "FlowSettings", "GradientCheckResult", "GradientCheckSettings",
           "GradientMapResult", "GradientMapSettings", "GraphResult", "GraphSettings", "LossResult", "LossSettings",
           "MemorizingResult", "MemorizingSettings", "RaceResult", "RaceSettings", "RepresentationResult",
           "RepresentationSettings", "RewardResult", "RewardSettings", "SequenceResult", "SequenceSettings",
           "SurfaceResult", "SurfaceSettings", "TrainingLabSettings", "TrainingResult", "TwoNetsResult",
           "TwoNetsSettings", "WeightResult", "WeightSettings", "backprop", "chance", "clinic", "curvature_study",
           "digit_reading", "distributions", "error_through_time", "fine_tuning", "flow_over_training",
           "formula_graph", "gradient_check", "gradient_cost", "gradient_flow", "gradient_map", "hidden_layers",
           "learning_from_reward", "loss_choice", "loss_surface", "mean_field", "memorizing", "one_weight",
           "optimizer_race", "shared_weights", "train_a_net", "two_nets"]
