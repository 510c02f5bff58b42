"""A picture says which run it shows."""

from PySide6.QtGui import QImage

from hldsim.record.run import record
from hldsim.scenario.load import load_scenario
from hldsim_ui.pictures import SIZE, draw_pictures


def test_a_picture_carries_a_line_below_it(qapp, tmp_path):
    history = record(load_scenario("classroom_small"), 1).history
    for file in draw_pictures(history, tmp_path):
        picture = QImage(str(file))
        assert picture.height() / picture.width() > SIZE[1] / SIZE[0]
        below = {picture.pixel(x, picture.height() - picture.height() // 50)
                 for x in range(0, picture.width() // 2)}  # fmt: skip
        assert len(below) > 3  # words stand there
