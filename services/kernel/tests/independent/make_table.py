"""Writes deadlines.csv: a thousand random periods, each ended by another calendar than Songli's.

Working days are asked of chinesecalendar and months added by dateutil; the arithmetic below is written from the rulebook,
not from the kernel. It was run once, with Python 3.11:

    pip install chinesecalendar==1.11.0 python-dateutil==2.9.0.post0
    python make_table.py > deadlines.csv
"""

import random
from datetime import date, timedelta
from importlib.metadata import version

from chinese_calendar import is_workday
from dateutil.relativedelta import relativedelta

FIRST, LAST = date(2023, 1, 1), date(2026, 12, 31)
DAY = timedelta(days=1)
LENGTHS = {"working_days": [1, 3, 5, 7, 10, 15], "days": [3, 5, 7, 10, 15, 30, 45, 60, 90], "months": [1, 2, 3, 6, 12, 24]}


def forward(unit, count, start, pause):
    """The nominal end and the due day."""
    if unit == "working_days":
        day, counted = start, 0
        while counted < count:
            day += DAY
            paused = pause is not None and pause[0] < day <= pause[1]
            counted += is_workday(day) and not paused
        return None, day
    nominal = start + (relativedelta(months=count) if unit == "months" else timedelta(days=count))
    if pause is not None:
        nominal += pause[1] - pause[0]
    due = nominal
    while not is_workday(due):
        due += DAY
    return nominal, due


def backward(unit, count, event):
    day = event
    while count:
        day -= DAY
        count -= unit == "days" or is_workday(day)
    return None, day


def one(rng):
    counting = rng.choices(["after", "before"], [9, 1])[0]
    unit = rng.choice(["working_days", "days"] + ["months"] * (counting == "after"))
    count = rng.choice(LENGTHS[unit] if counting == "after" else [1, 3, 5])
    start = FIRST + timedelta(days=rng.randrange((LAST - FIRST).days + 1))
    pause = None
    if counting == "before":
        nominal, due = backward(unit, count, start)
    else:
        if rng.random() < 0.3:
            unpaused, end = forward(unit, count, start, None)
            # Before the last day: what a pause on the very end does is the kernel's own test.
            since = start + timedelta(days=rng.randrange(((unpaused or end) - start).days))
            pause = since, since + timedelta(days=rng.randrange(60))
        nominal, due = forward(unit, count, start, pause)
    if not FIRST <= due <= LAST:
        raise NotImplementedError
    return [unit, count, counting, start, *(pause or ("", "")), nominal or "", due]


def main():
    rng = random.Random(20240925)
    packages = " and ".join(f"{name} {version(name)}" for name in ["chinesecalendar", "python-dateutil"])
    print(f"# Written by make_table.py with {packages}; says there how.")
    print("unit,count,counting,start,suspended_from,suspended_to,nominal,due")
    rows = 0
    while rows < 1000:
        try:
            row = one(rng)
        except NotImplementedError:  # a year that the library does not know
            continue
        print(*row, sep=",")
        rows += 1


if __name__ == "__main__":
    main()
