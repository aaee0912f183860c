"""One idea has one word in Chinese, in the window as in the help and the gallery."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from babel.messages.pofile import read_po

from installer.translations import po_path
from tests.rules.source import ROOT


class Idea(NamedTuple):
    """What a thing is called, what it is not called, and names in which that word may stand."""

    meaning: str
    word: str
    never: str
    but_in: str = "$^"


IDEAS = (
    Idea("run", "运行", "执行", "执行活动|执行任务|执行器|可执行"),
    Idea(
        "machine",
        "机器",
        "实例|主机|服务器|节点",
        "托管实例|“实例”页?|^实例$|实例列表|轻量应用服务器|时间服务器|DNS 服务器|主机名|主机密钥|主机:端口|"
        "实例 ?(ID|的 ID|名称|的名称|的地域|的第一个内网地址)|命令和实例",
    ),
    Idea("agent", "客户端", "代理程序|助手|探针", "自动化助手"),
    Idea("schedule", "定时任务", "计划任务|定时器|调度", "systemd 定时器"),
    Idea("region", "地域", "区域|地区", "您所在地区"),
    Idea("sandbox", "沙箱", "沙盒"),
    Idea("account", "账号", "帐号|账户|帐户"),
    Idea("profile", "账号配置", "档案|配置档"),
    Idea("key", "密钥", "秘钥|凭证|凭据", "凭据管理器"),
    Idea("register code", "注册码", "激活码|注册代码"),
    Idea("log in", "登录", "登陆"),
    Idea("parameter", "参数", "形参|实参"),
    Idea("script", "脚本", "剧本"),
    Idea("click", "点击", "单击"),
    Idea("you", "您", "你"),
)


def texts() -> Iterator[tuple[str, str]]:
    """Every Chinese text with the place it stands in."""
    with po_path("zh_CN").open("rb") as file:
        for message in read_po(file, locale="zh_CN"):
            forms = (message.string,) if isinstance(message.string, str) else message.string or ()
            if message.id:
                yield from ((f"catalogue, {message.id!r}", text) for text in forms)
    for path in sorted((ROOT / "resources" / "help" / "zh_CN").glob("*.md")):
        yield from ((path.name, line) for line in path.read_text("utf-8").splitlines())
    for path in sorted((ROOT / "resources" / "gallery").glob("*.toml")):
        lines = path.read_text("utf-8").splitlines()
        yield from ((path.name, line) for line in lines if "_zh = " in line)


def mixed(idea: Idea, text: str) -> bool:
    """Whether a text has another word for the idea."""
    return re.search(idea.never, re.sub(idea.but_in, "", text)) is not None


@pytest.mark.parametrize("idea", IDEAS, ids=lambda idea: idea.meaning)
def test_one_word_for_one_idea(idea: Idea) -> None:
    said = [(place, text) for place, text in texts() if mixed(idea, text)]
    assert not said, f"Say {idea.word}"


@pytest.mark.parametrize("idea", IDEAS, ids=lambda idea: idea.meaning)
def test_the_word_is_used_and_the_other_one_is_found(idea: Idea) -> None:
    assert any(idea.word in text for _place, text in texts())
    assert mixed(idea, f"某{idea.never.partition('|')[0]}某")
    assert not mixed(idea, idea.word)
