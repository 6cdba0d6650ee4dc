"""Scores heard sounds, a line of JSON each: perceptual.py REFERENCE WHOLE LOCAL [REFERENCE WHOLE LOCAL ...].

All files are 16 kHz mono. WHOLE is what was heard, moved as a whole, for ViSQOL (its speech mode with the lattice
mapping, MOS-LQO); LOCAL is the same with each moment moved by its own delay, for STOI.
"""

import json
import sys

import soundfile
from pystoi import stoi
from visqol import VisqolApi

RATE_HZ = 16000


def read(path):
    samples, rate = soundfile.read(path, dtype="float64")
    if rate != RATE_HZ or samples.ndim != 1:
        raise ValueError(f"{path} is not 16 kHz mono")
    return samples


def main(paths):
    if not paths or len(paths) % 3:
        raise ValueError("three files for each score, please")
    visqol = VisqolApi()
    visqol.create(mode="speech", use_lattice_model=True)
    for reference_path, whole_path, local_path in zip(paths[0::3], paths[1::3], paths[2::3]):
        reference, whole, local = read(reference_path), read(whole_path), read(local_path)
        mos = visqol.measure_from_arrays(reference, whole, RATE_HZ).moslqo
        intelligible = stoi(reference, local, RATE_HZ)
        print(json.dumps({"visqol": float(mos), "stoi": float(intelligible)}), flush=True)


main(sys.argv[1:])
