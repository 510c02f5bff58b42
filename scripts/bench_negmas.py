"""One negotiation of NegMAS, run by the Python of its own environment (see bench_offers.py).

Usage: PYTHON scripts/bench_negmas.py UTILITIES.npy TIMES

Reads utilities (parties, outcomes) and, line by line from standard input, numbers of rounds.
Answers each with one line of JSON: rounds begun, seconds of the rounds alone (setting up is not
counted), the outcome agreed on, what a negotiator asks for at each of TIMES (comma-separated),
and what each offers first.
"""

import json
import sys
import time

import numpy as np
from negmas import SAOMechanism
from negmas.outcomes import make_issue, make_os
from negmas.preferences import MappingUtilityFunction
from negmas.sao import AspirationNegotiator


def negotiate(utility_po: np.ndarray, rounds: int, times: list[float]) -> dict:
    space = make_os([make_issue(list(range(utility_po.shape[1])), name="outcome")])
    outcomes = list(space.enumerate_or_sample())
    session = SAOMechanism(outcome_space=space, n_steps=rounds)
    for party, utility_o in enumerate(utility_po.tolist()):
        session.add(
            AspirationNegotiator(name=str(party), aspiration_type="boulware"),
            ufun=MappingUtilityFunction(
                dict(zip(outcomes, utility_o, strict=True)),
                outcome_space=space,
                reserved_value=min(utility_o),
            ),
        )
    started = time.perf_counter()
    end = session.run()
    seconds = time.perf_counter() - started
    first = {}
    for step, who, offer in session.extended_trace:
        if step == 0:
            first.setdefault(int(str(who).partition("-")[0]), offer[0])
    return {
        "rounds": end.step,
        "seconds": seconds,
        "agreement": None if end.agreement is None else end.agreement[0],
        "asks": [session.negotiators[0].utility_at(t) for t in times],
        "first": [first.get(party, -1) for party in range(len(utility_po))],
    }


def main() -> None:
    utility_po = np.load(sys.argv[1])
    times = [float(t) for t in sys.argv[2].split(",")]
    for line in sys.stdin:
        print(json.dumps(negotiate(utility_po, int(line), times)), flush=True)


if __name__ == "__main__":
    main()
