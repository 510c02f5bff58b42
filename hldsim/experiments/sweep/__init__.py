"""Sweeps: a design of experiments in one file, run to its end, and what it says.

From design to answer: ``reading`` and ``design`` (what is asked), ``sample`` (which points),
``orders`` (which runs), ``play`` (a handful of them, anywhere), ``executors`` (where), ``running``
and ``journal`` (kept as they finish), ``results`` (asked by SQL), ``answers`` (statistics),
``figures``, ``codebook``, ``methods``, ``saving`` (other formats) and ``repeat`` (the same again).
"""
