"""What can be chosen in the clinic: the patient, what is looked at, and which line is accused."""
from __future__ import annotations

from ...errors import argument_error
from ...faults import FAULTS
from ...faults.patients import LAST, number_of, patient
from ...settings import Settings, choice, names, slider
from ...settings.field import Extra

PATIENT, EXAMINATION = "Which patient, which training?", "What is looked at?"
# So many parameters may be probed.
PROBES = 6
NOBODY = "none"


def lines_of(settings: ClinicSettings) -> tuple[str, ...]:
    """The names of the lines, and that of no line."""
    return (NOBODY, *(f"line {k}" for k in range(1, len(patient(settings.patient).program.lines) + 1)))


def parameters_of(settings: ClinicSettings) -> tuple[str, ...]:
    """The parameters that can be probed."""
    program, task = patient(settings.patient).program, patient(settings.patient).task
    return tuple(name for name in task.net.names if name.partition("[")[0] in program.names)


def rate_range(settings: ClinicSettings) -> tuple[float, float]:
    """Up to ten times below and above the rate that goes well with the right program."""
    rate = patient(settings.patient).task.rate
    return rate / 10, rate * 10


class ClinicSettings(Settings):
    """What can be chosen in `ClinicLab`."""

    lab = "ClinicLab"
    patient: int = slider(1, 1, LAST, step=1, label="patient", question=PATIENT,
                          resets=("learning_rate", "probes", "accused", "accusations"),
                          help="the number of a program with a fault; it does not say which",
                          extras=(Extra(("fault",), str, "The name of a fault: its first patient; one of "
                                                         f"{', '.join(FAULTS)}."),),
                          meant_by=lambda name: number_of(name, "ClinicLab"))
    learning_rate: float = slider(None, 1e-6, 1e3, step=0.02, log=True, slider_range=rate_range, label="learning rate",
                                  default_from=lambda settings: patient(settings.patient).task.rate, question=PATIENT,
                                  help="of the training whose loss is shown")
    steps: int = slider(40, 2, 400, step=1, slider_range=lambda settings: (2, 100), label="steps", question=PATIENT,
                        help="updates of that training")
    probes: tuple = names(parameters_of, (), label="probes", question=EXAMINATION,
                          help=f"parameters whose gradient or update is checked, such as W1[0,1]; at most {PROBES}")
    accused: str = choice(None, {}, options_from=lines_of, default_from=lambda settings: NOBODY, label="wrong line",
                          question=EXAMINATION, help="the line that is accused of being wrong; then the lab answers")
    accusations: tuple = names(lambda settings: lines_of(settings)[1:], (), label="accused so far",
                               question=EXAMINATION, help="all lines that were accused, in order; the present one is "
                                                          "always among them")

    def __post_init__(self):
        super().__post_init__()
        probes = tuple(dict.fromkeys(self.probes))
        if len(probes) > PROBES:
            raise argument_error("probes", self.lab, f"at most {PROBES} of them", probes,
                                 "Reset the lab or choose another patient for new ones.")
        object.__setattr__(self, "probes", probes)
        present = () if self.accused == NOBODY else (self.accused,)
        object.__setattr__(self, "accusations", tuple(dict.fromkeys((*self.accusations, *present))))

    @property
    def accused_line(self) -> int:
        """The number of the accused line, 0 for none."""
        return 0 if self.accused == NOBODY else _number(self.accused)

    @property
    def accused_lines(self) -> tuple[int, ...]:
        """The numbers of all lines that were accused, in order."""
        return tuple(map(_number, self.accusations))


def _number(line: str) -> int:
    return int(line.split()[1])
