"""Fit what weighs sentences and answers (`search_api.weighing`), and say by cross-validation what it is worth.

python -m tests.bench.answers --set ARCHIVE QUESTIONS.jsonl… [--set …]

Prints both sets of weights, to be copied, and what share of the questions without an answer is refused at what cost to
the others, where each question is answered with weights fitted to the rest.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, StratifiedKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from search_api.candidates import Candidate, candidates
from search_api.composing import compose
from search_api.question import Question as Asked
from search_api.question import read
from search_api.questions import Question, read_questions
from search_api.scoring import Found, borne_on, gold
from search_api.service import Service
from search_api.settings import Settings
from search_api.weighing import answer_signs, sentence_signs
from search_api.wiring import open_service

Reals = NDArray[np.float64]
Truths = NDArray[np.bool_]

SHARES = (0.5, 0.6, 0.65, 0.7, 0.75, 0.8)
FOLDS = 10
REPEATS = 5
STRENGTH = 0.5
"""Inverse strength of the ridge; 0.1 to 1 give figures that differ by less than their noise."""


@dataclass(frozen=True)
class Case:
    """A question with its candidates and, of each, whether it bears on the evidence."""

    gold: Question
    asked: Asked
    candidates: Sequence[Candidate]
    right: Truths


@dataclass(frozen=True)
class Ranked:
    """What speaks for an answer of a case's candidates, and whether that answer bears on the evidence."""

    signs: Mapping[str, float]
    supported: bool


def main() -> None:
    """Read the arguments, fit and print."""
    parser = argparse.ArgumentParser(description="Fit what weighs sentences and answers.")
    parser.add_argument("--set", nargs="+", action="append", metavar=("ARCHIVE", "QUESTIONS"), required=True)
    sets = [(Path(archive), [Path(file) for file in files]) for archive, *files in parser.parse_args().set]
    for line in report([case for archive, files in sets for case in cases(archive, files)]):
        sys.stdout.write(f"{line}\n")


def report(asked: Sequence[Case]) -> Iterator[str]:
    """Fit to these cases, and say what came of it."""
    weights, fitted = _fit_sentences(asked)
    yield f"SENTENCE {fitted}"
    ranked = [_rank(case, own) for case, own in zip(asked, weights, strict=True)]
    answerable = np.array([case.gold.answerable for case in asked])
    signs = np.array([list(one.signs.values()) for one in ranked])
    coefficients = _coefficients(_model().fit(signs, answerable), list(ranked[0].signs))
    yield f"ANSWER {coefficients}"
    whole = signs @ np.array(list(coefficients.values()))
    sums = np.mean([_held_out(signs, answerable, seed) for seed in range(REPEATS)], axis=0)
    supported = np.array([one.supported for one in ranked])
    for share in SHARES:
        kept = sums > np.quantile(sums[~answerable], share)
        answered, right = kept[answerable].mean(), (kept & supported)[answerable].mean()
        least = np.quantile(whole[~answerable], share)
        figures = f"answered {answered:.3f}, supported {right:.3f}, balanced {(share + right) / 2:.3f}"
        yield f"refused {share:.2f}: {figures}; LEAST {least:.2f}"


def cases(archive: Path, files: Sequence[Path]) -> Iterator[Case]:
    """The questions of some files, with what an archive holds to each."""
    settings = replace(Settings.from_env(os.environ), archive=archive)
    with open_service(settings) as service:
        for question in (question for file in files for question in read_questions(file)):
            case = _case(service, question)
            if case.candidates:
                yield case


def _case(service: Service, question: Question) -> Case:
    material = service.material(question.question)
    asked = read(question.question, material.councils)
    found = [one for one in candidates(asked, service.encode(asked.matter), material) if one.own]
    evidence = gold(question)
    right = [bool(evidence) and bool(borne_on(Found(one.text, _sources(one)), evidence)) for one in found]
    return Case(question, asked, found, np.array(right, dtype=np.bool_))


def _sources(one: Candidate) -> tuple[str, ...]:
    return tuple(place.record.source for place in (one.hit.place, *one.hit.also_at))


def _fit_sentences(asked: Sequence[Case]) -> tuple[list[Reals], Mapping[str, float]]:
    """The weight of each candidate, fitted to the other questions, and the weights fitted to all."""
    signs = [sentence_signs(case.asked, one) for case in asked for one in case.candidates]
    rows = np.array([list(some.values()) for some in signs])
    right = np.concatenate([case.right for case in asked])
    sizes = [len(case.candidates) for case in asked]
    groups = np.repeat(np.arange(len(asked)), sizes)
    folds = GroupKFold(FOLDS)
    values = cross_val_predict(_model(), rows, right, groups=groups, cv=folds, method="decision_function")
    fitted = _coefficients(_model().fit(rows, right), list(signs[0]))
    return np.split(values, np.cumsum(sizes)[:-1]), fitted


def _rank(case: Case, weights: Reals) -> Ranked:
    order = np.argsort(-weights, kind="stable").tolist()
    ranked, ordered = [case.candidates[at] for at in order], weights[order].tolist()
    evidence = gold(case.gold)
    said = compose(case.asked, ranked, ordered)
    bears = (borne_on(Found(one.text, (one.citation.record.source,)), evidence) for one in said)
    return Ranked(answer_signs(case.asked, ranked, ordered), bool(evidence) and any(bears))


def _held_out(rows: Reals, answerable: Truths, seed: int) -> Reals:
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
    sums: Reals = cross_val_predict(_model(), rows, answerable, cv=folds, method="decision_function")
    return sums


def _model() -> Pipeline:
    return make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=3000))


def _coefficients(fitted: Pipeline, names: Sequence[str]) -> dict[str, float]:
    """The weights of the signs as they are, not scaled; what the sums begin with is left to the threshold."""
    scaler, model = fitted[0], fitted[1]
    return {name: round(float(c), 2) for name, c in zip(names, model.coef_[0] / scaler.scale_, strict=True)}


if __name__ == "__main__":
    main()
