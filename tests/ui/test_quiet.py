"""One line of Qt's is dropped; all else goes where it went before."""

from PySide6.QtCore import qInstallMessageHandler, qWarning

from hldsim_ui.quiet import NOISE, without_noise


def test_only_the_noise_is_dropped():
    heard = []
    before = qInstallMessageHandler(lambda kind, context, text: heard.append(text))
    try:
        with without_noise():
            qWarning(f"{NOISE} (IGNORED)")
            qWarning("something else")
        qWarning("and after")
    finally:
        qInstallMessageHandler(before)
    assert heard == ["something else", "and after"]


def test_without_a_handler_before_it_goes_to_stderr(capsys):
    before = qInstallMessageHandler(None)
    try:
        with without_noise():
            qWarning(NOISE)
            qWarning("something else")
    finally:
        qInstallMessageHandler(before)
    assert capsys.readouterr().err == "something else\n"
