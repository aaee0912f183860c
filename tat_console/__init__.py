"""A desktop operations console for Tencent Cloud Automation Tools (TAT)."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("tat-console")
except PackageNotFoundError:  # run from a folder that was never installed
    __version__ = "0"
