"""The page of the API: calls stay still while one reads, forms say what is wrong, care is taken."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QPlainTextEdit, QWidget

from tat_console.ports.profiles import Environment
from tat_console.services.explorer import encoded_script
from tat_console.services.recordings import write
from tat_console.tat.account import GetCallerIdentity
from tat_console.tat.actions import ACTIONS
from tat_console.tat.forms import form_of
from tat_console.tour.hand import Hand
from tat_console.ui.kit.banner import Banner
from tat_console.ui.models.view import TableView
from tat_console.ui.pages.api import recording_work
from tat_console.ui.pages.api.page import ApiPage, Side
from tat_console.ui.pages.api.request_form import RequestForm
from tests.ui.pages.api.calls import note
from tests.ui.pages.conftest import OnStage, Stage

CTRL = Qt.KeyboardModifier.ControlModifier
SCRIPT = encoded_script("echo {{tat-hidden:pin}}")
RUN_REQUEST = {"Content": SCRIPT, "InstanceIds": ["ins-12345678"], "Parameters": '{"pin": "4711"}'}
REFUSED = {"Response": {"Error": {"Code": "InternalError", "Message": "hm"}, "RequestId": "r-9"}}


def on_page(on_stage: OnStage, work: Callable[[Stage, Hand, ApiPage], Awaitable[None]]) -> None:
    async def inside(stage: Stage) -> None:
        hand = stage.show(ApiPage)
        await hand.settle()
        page = stage.pages[0]
        assert isinstance(page, ApiPage)
        await work(stage, hand, page)

    on_stage(inside)


def problem_under(page: ApiPage, name: str) -> str:
    """What is said to be wrong with a field."""
    field = page.findChild(QWidget, f"field_{name}")
    assert field is not None
    return str(field.accessibleDescription())


async def explore(hand: Hand, action: str) -> None:
    """Pick an action by keys."""
    await hand.click("api_explorer")
    await hand.type_into("action_search", action)
    await hand.press(Qt.Key.Key_Down)
    assert hand.text("action_name") == action


def test_calls_come_in_live_until_someone_reads(on_stage: OnStage) -> None:
    async def work(stage: Stage, hand: Hand, page: ApiPage) -> None:
        note(stage, 60)
        note(stage, action="DescribeQuotas")
        await hand.until(lambda: hand.rows("calls")[0][1] == "DescribeQuotas", "it comes in")
        assert not page.calls.newer.isVisible()
        table = hand.find(TableView, "calls")
        table.verticalScrollBar().setValue(520)
        top = page.calls.model.row_at(table.indexAt(table.viewport().rect().topLeft()))
        note(stage, 7)
        await hand.until(page.calls.newer.isVisible, "new calls are counted")
        assert page.calls.newer.text() == "7 new calls"
        now_on_top = page.calls.model.row_at(table.indexAt(table.viewport().rect().topLeft()))
        assert now_on_top == top
        await hand.click("newer_calls")
        assert table.verticalScrollBar().value() == 0
        assert not page.calls.newer.isVisible()

    on_page(on_stage, work)


def test_calls_are_found_by_words_actions_and_results(on_stage: OnStage) -> None:
    async def work(stage: Stage, hand: Hand, page: ApiPage) -> None:
        note(stage, action="RunCommand", outcome="InternalError", request_id="r-9")
        await hand.until(lambda: hand.rows("calls")[0][1] == "RunCommand", "it is listed")
        everything = len(hand.rows("calls"))
        await hand.press(Qt.Key.Key_F, CTRL)
        await hand.type_into("call_search", "runcommand sandbox guangzhou")
        assert [row[1] for row in hand.rows("calls")] == ["RunCommand"]
        assert "1 of" in page.subtitle.text()
        await hand.type_into("call_search", "nothing like it")
        assert not hand.shown(QWidget, "calls")
        await hand.click("clear_call_filters")
        page.calls.filter.choose_results(["InternalError"])
        await hand.settle()
        assert [row[2] for row in hand.rows("calls")] == ["InternalError"]
        await hand.click("clear_call_filters")
        assert len(hand.rows("calls")) == everything
        await hand.click("clear_calls")
        assert not page.calls.model.all_rows()

    on_page(on_stage, work)


def test_details_mask_secrets_and_explain_a_refusal(on_stage: OnStage, qapp: Any) -> None:
    async def work(stage: Stage, hand: Hand, page: ApiPage) -> None:
        note(
            stage,
            action="RunCommand",
            outcome="InternalError",
            request_id="r-9",
            request=json.dumps(RUN_REQUEST).encode(),
            reply=json.dumps(REFUSED).encode(),
        )
        await hand.until(lambda: hand.rows("calls")[0][1] == "RunCommand", "it is listed")
        await hand.click_row("calls", 0)
        assert hand.text("call_name") == "RunCommand"
        body = hand.text("call_body")
        assert "ins-12345678" in body
        assert "4711" not in body
        await hand.click("copy_request_id")
        assert qapp.clipboard().text() == "r-9"
        await hand.click("copy_tccli")
        assert "******" in page.details.said.full_text()
        assert "4711" not in qapp.clipboard().text()
        assert qapp.clipboard().text().startswith("tccli tat RunCommand")
        await hand.click("open_in_explorer")
        assert hand.text("field_Content") == "echo {{tat-hidden:pin}}"
        assert hand.text("field_InstanceIds") == "ins-12345678"
        assert page.explorer.form.values()["Content"] == SCRIPT
        await hand.click("api_calls")
        await hand.press(Qt.Key.Key_Escape, on=page.details)
        assert not page.details.isVisible()
        note(stage)
        await hand.until(lambda: hand.rows("calls")[0][1] == "DescribeRegions", "it comes in")
        assert not page.details.isVisible()
        await hand.click_row("calls", 1)
        assert page.details.isVisible()

    on_page(on_stage, work)


def test_the_bodies_of_old_calls_are_gone_and_that_is_said(on_stage: OnStage) -> None:
    async def work(stage: Stage, hand: Hand, page: ApiPage) -> None:
        note(stage, action="DescribeScenes", request=b"", reply=b"")
        await hand.until(lambda: hand.rows("calls")[0][1] == "DescribeScenes", "it is listed")
        await hand.click_row("calls", 0)
        assert "Not kept" in hand.text("call_body")
        await hand.click("open_in_explorer")
        assert page.sides.choice() is Side.CALLS
        assert [one.error.title for one in page.banners.banners()] == [
            "The request is not kept any more."
        ]

    on_page(on_stage, work)


def test_what_cannot_be_sent_is_said_beside_the_field(on_stage: OnStage) -> None:
    async def work(stage: Stage, hand: Hand, page: ApiPage) -> None:
        await explore(hand, "RunCommand")
        before = len(stage.services.administration.calls.calls)
        await hand.click("call_button")
        assert problem_under(page, "Content") == "Content is needed."
        assert problem_under(page, "InstanceIds") == "InstanceIds is needed."
        await hand.type_into("field_Content", "echo 你好")
        await hand.type_into("field_InstanceIds", "ins-12345678\nnonsense")
        await hand.type_into("field_Timeout", "soon")
        await hand.click("add_Tags")
        await hand.click("call_button")
        assert "nonsense" in problem_under(page, "InstanceIds")
        assert problem_under(page, "Timeout") == "“soon” is not a whole number. Write digits only."
        assert problem_under(page, "Tags.0.Key") == "Key is needed."
        assert problem_under(page, "Content").startswith("At most 65,536 bytes")
        assert len(stage.services.administration.calls.calls) == before
        await explore(hand, "DescribeScenes")
        await explore(hand, "RunCommand")
        assert hand.text("field_Content") == "echo 你好"
        assert hand.text("field_Timeout") == "soon"
        await hand.click("clear_form")
        assert page.explorer.form.values() == {}

    on_page(on_stage, work)


def test_code_follows_the_form(on_stage: OnStage) -> None:
    async def work(stage: Stage, hand: Hand, page: ApiPage) -> None:
        await explore(hand, "DescribeCommands")
        await hand.click("show_tccli")
        await hand.click("add_Filters")
        name = page.findChild(QComboBox, "field_Filters.0.Name")
        assert name is not None
        name.setCurrentText("created-by")
        await hand.type_into("field_Filters.0.Values", "TAT")
        await hand.type_into("field_Limit", "2")
        await hand.until(lambda: "created-by" in hand.text("explorer_view"), "code follows")
        assert "--Limit 2" in hand.text("explorer_view")
        await hand.click("show_python")
        assert "'Values': ['TAT']" in hand.text("explorer_view")
        await hand.press(Qt.Key.Key_Return, CTRL)
        await hand.until(lambda: hand.shown(QWidget, "explorer_result"), "a reply came")
        assert '"CommandSet"' in hand.text("explorer_view")
        assert "#!/" in hand.text("explorer_view")
        await hand.click("show_raw")
        assert '"Response"' in hand.text("explorer_view")
        assert "#!/" not in hand.text("explorer_view")

    on_page(on_stage, work)


def test_every_action_can_be_filled_in_and_read_back(qtbot: Any) -> None:
    form = RequestForm()
    qtbot.addWidget(form)
    for action in ACTIONS.values():
        form.show_action(action)
        values = {field.name: example(field) for field in form_of(action)}
        form.set_values(values)
        assert form.values() == values, action.key


def example(field: Any) -> Any:
    """A value of the right shape."""
    plain: dict[str, Any] = {
        "text": "a",
        "number": 7,
        "yes or no": False,
        "text, sent as Base64": encoded_script("echo 1\n"),
        "time": "2026-11-22T08:00:00+08:00",
    }
    if field.fields:
        value: Any = {one.name: example(one) for one in field.fields}
    elif field.choices:
        value = field.choices[-1]
    else:
        value = plain[field.kind.value]
    return [value, value] if field.is_list else value


async def use(stage: Stage, **changes: Any) -> None:
    """Work with the same sandbox under another profile."""
    services = stage.services
    sandbox = services.session.require().profile
    credential = await services.profiles.credential(sandbox)
    profile = msgspec.structs.replace(sandbox, profile_id="other", name="Other", **changes)
    services.profiles.provide(profile, credential)
    await services.session.activate("other")


def test_production_asks_and_the_name_has_to_be_typed(on_stage: OnStage) -> None:
    async def work(stage: Stage, hand: Hand, page: ApiPage) -> None:
        await use(stage, environment=Environment.PRODUCTION)
        await explore(hand, "DisableInvoker")
        await hand.type_into("field_InvokerId", "ivk-12345678")
        before = len(stage.services.administration.calls.calls)
        await hand.click("call_button")
        dialog = await hand.see(QDialog, "confirm_call")
        assert not dialog.call_button.isEnabled()  # type: ignore[attr-defined]
        await hand.press(Qt.Key.Key_Escape, on=dialog)
        assert len(stage.services.administration.calls.calls) == before
        await hand.click("call_button")
        await hand.type_into("typed_action", "disable")
        await hand.press(Qt.Key.Key_Return, on=hand.find(QWidget, "typed_action"))
        assert hand.find(QDialog, "confirm_call").isVisible()
        await hand.type_into("typed_action", "disableinvoker")
        await hand.press(Qt.Key.Key_Return, on=hand.find(QWidget, "typed_action"))
        await hand.until(lambda: hand.shown(QWidget, "explorer_result"), "the service answered")
        assert "ResourceNotFound" in hand.text("explorer_view")
        await explore(hand, "DescribeRegions")
        await hand.click("call_button")
        await hand.until(lambda: "RegionSet" in hand.text("explorer_view"), "reads do not ask")

    on_page(on_stage, work)


@pytest.mark.parametrize("case", ["read-only", "frozen"])
def test_a_profile_that_looks_and_a_freeze_refuse(on_stage: OnStage, case: str) -> None:
    async def work(stage: Stage, hand: Hand, page: ApiPage) -> None:
        if case == "frozen":
            stage.services.settings.set("frozen", True)
        else:
            await use(stage, read_only=True)
        await explore(hand, "RunCommand")
        await hand.type_into("field_Content", "true")
        await hand.type_into("field_InstanceIds", "ins-12345678")
        before = len(stage.services.administration.calls.calls)
        await hand.click("call_button")
        await hand.until(page.banners.banners, "it is refused")
        title = page.banners.banners()[0].error.title
        assert title == ("Runs are frozen." if case == "frozen" else "“Other” may only look.")
        assert len(stage.services.administration.calls.calls) == before
        assert hand.text("field_InstanceIds") == "ins-12345678"

    on_page(on_stage, work)


def test_a_recording_that_cannot_be_saved_is_not_lost(
    on_stage: OnStage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    paths: list[Path | None] = [tmp_path / "file" / "below", None, tmp_path / "good"]

    async def picked(*_words: object) -> Path | None:
        return paths.pop(0)

    monkeypatch.setattr(recording_work, "pick_new_file", picked)

    async def work(stage: Stage, hand: Hand, page: ApiPage) -> None:
        recorder = stage.services.administration.recorder
        await hand.click("record")
        await hand.until(lambda: "Recording" in hand.text("recording_words"), "it is shown")
        await hand.until(lambda: not page.scope.is_busy("recording"), "the account was read")
        count = recorder.count
        assert count > 4
        await hand.click("stop_recording")
        await hand.until(lambda: hand.window.findChildren(Banner), "the disk refused")
        assert hand.text("recording_words") == f"{count} calls, not saved"
        await hand.click("save_recording")
        assert recorder.count == count
        await hand.click("save_recording")
        await hand.see(QWidget, "agree")
        dialog = hand.find(QWidget, "agree").window()
        await hand.press(Qt.Key.Key_Escape, on=dialog)
        await hand.until(lambda: not page.scope.is_busy("recording"), "it is left at that")
        assert (tmp_path / "good").read_bytes().count(b"\n") == count + 1
        assert hand.find(QWidget, "record").isVisible()

    on_page(on_stage, work)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"not at all", "This is no recording."),
        (write("a", datetime(2026, 11, 21, tzinfo=UTC), ()), "This recording is empty."),
    ],
)
def test_a_broken_recording_says_so(
    on_stage: OnStage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "broken"
    path.write_bytes(content)

    async def picked(*_words: object) -> Path:
        return path

    monkeypatch.setattr(recording_work, "pick_file", picked)

    async def work(stage: Stage, hand: Hand, page: ApiPage) -> None:
        before = len(list(stage.services.profiles))
        await hand.click("replay")
        await hand.until(page.banners.banners, "it is said")
        assert page.banners.banners()[0].error.title == words
        assert len(list(stage.services.profiles)) == before

    on_page(on_stage, work)


def test_a_key_is_in_no_text_of_the_page(on_stage: OnStage) -> None:
    async def work(stage: Stage, hand: Hand, page: ApiPage) -> None:
        profile = stage.services.session.require().profile
        secret = (await stage.services.profiles.credential(profile)).secret_key
        await stage.services.session.require().cloud.call(
            GetCallerIdentity(), region="ap-guangzhou"
        )
        await explore(hand, "DescribeRegions")
        for name in ("show_curl", "show_python", "show_tccli"):
            await hand.click(name)
            texts = [one.toPlainText() for one in page.findChildren(QPlainTextEdit)]
            assert secret.reveal() not in "".join(texts)

    on_page(on_stage, work)


def test_who_calls_by_keys_can_call_again(on_stage: OnStage) -> None:
    async def work(_stage: Stage, hand: Hand, page: ApiPage) -> None:
        await explore(hand, "DescribeRegions")
        call = hand.find(QWidget, "call_button")
        call.setFocus()
        await hand.press(Qt.Key.Key_Space, on=call)
        await hand.until(lambda: "RegionSet" in hand.text("explorer_view"), "it is answered")
        assert call.hasFocus()

    on_page(on_stage, work)
