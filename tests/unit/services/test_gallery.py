"""Public commands by scene, in both languages, from the real sandbox."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from tat_console.ports.profiles import Credential
from tat_console.runs.plan import make_plan
from tat_console.services.gallery import Gallery, GalleryItem, copy_of, run_of
from tat_console.services.services import Services
from tat_console.storage.documents import JsonDocuments
from tat_console.support.errors import ConsoleError
from tat_console.support.logs import Secret
from tat_console.tat import formatted_description
from tat_console.tat.commands import Command, DefaultParameterConf
from tat_console.tat.statuses import CommandType, CreatedBy, TaskStatus
from tests.unit.services.conftest import PROFILE_ID, RunWith
from tests.unit.services.test_runs import ended


def test_commands_are_read_searched_and_marked(with_services: RunWith, home: Path) -> None:
    async def work(services: Services) -> None:
        documents = JsonDocuments(home / "config")
        gallery = Gallery(services.session, documents, services.clock)
        await gallery.refresh()
        assert gallery.items
        assert {item.command.created_by for item in gallery.items} == {CreatedBy.TAT}
        known = {scene.scene_id for scene in gallery.scenes}
        assert {scene for item in gallery.items for scene in item.command.scenes} <= known
        for scene in gallery.scenes:
            found = gallery.search("", scene.scene_id)
            assert found
            assert scene.words.in_language("en") != scene.words.in_language("zh_CN")
        item = gallery.items[0]
        assert item.name("en") != item.name("zh_CN")
        assert item in gallery.search(item.name("zh_CN"))
        assert item in gallery.search(item.name("en").upper())
        assert gallery.search("no such words anywhere") == []

        keys = [each.key for each in gallery.items]
        for key in (keys[1], keys[0]):
            gallery.mark(key, favourite=True)
            gallery.note_used(key)
        gallery.note_used(keys[1])
        again = Gallery(services.session, documents, services.clock)
        await again.refresh()
        assert [each.key for each in again.favourites] == [keys[1], keys[0]]
        assert [each.key for each in again.recent] == [keys[1], keys[0]]
        usage = again.usage(keys[1])
        assert usage is not None
        assert usage.count == 2
        again.mark(keys[1], favourite=False)
        assert not again.is_favourite(keys[1])
        assert again.is_favourite(keys[0])

    with_services(work)


def test_a_public_command_is_run_by_its_id_and_copied(with_services: RunWith, home: Path) -> None:
    async def work(services: Services) -> None:
        gallery = Gallery(services.session, JsonDocuments(home / "config"), services.clock)
        await gallery.refresh()
        item = next(
            item
            for item in gallery.items
            if item.command.command_type is CommandType.SHELL and not item.definitions("en")
        )
        machine = next(
            machine
            for machine in services.directory.machines
            if machine.refusal(CommandType.SHELL) is None
        )
        script = run_of(item, {})
        profile = services.session.require().profile
        plan = make_plan(script, [machine], profile, now=services.clock.now())
        progress = await services.runs.start(plan)
        await ended(progress)
        assert progress.tasks[machine.instance_id].status in {
            TaskStatus.SUCCESS,
            TaskStatus.FAILED,
        }
        assert progress.run.script.command_id == item.key
        copy = copy_of(item)
        assert (copy.content, copy.command_id) == (item.command.content, "")
        assert copy.name == item.command.command_name

    with_services(work)


def test_each_profile_and_region_is_read_once_and_what_failed_is_said(
    with_services: RunWith, home: Path
) -> None:
    async def work(services: Services) -> None:
        session = services.session
        gallery = Gallery(session, JsonDocuments(home / "config"), services.clock)
        await gallery.ensure()
        first = gallery.shelf
        assert first is not None
        assert (first.region, gallery.error) == (session.chosen_regions[0], None)
        await gallery.ensure()
        assert gallery.shelf is first
        session.choose_regions(session.chosen_regions[1:])
        assert gallery.items == ()
        await gallery.ensure()
        second = gallery.shelf
        assert second is not None
        assert second.region != first.region
        with pytest.raises(ConsoleError):
            await session.activate(_with_a_wrong_key(services))
        await gallery.ensure()
        assert (gallery.items, gallery.is_loading) == ((), False)
        assert gallery.error is not None
        await session.activate(PROFILE_ID)
        assert gallery.shelf is second
        assert gallery.error is None

    with_services(work)


def _with_a_wrong_key(services: Services) -> str:
    profile = services.session.require().profile
    wrong = msgspec.structs.replace(profile, profile_id="wrong", regions=("ap-guangzhou",))
    key = Credential(secret_id=wrong.secret_id, secret_key=Secret("not this one"))
    services.profiles.provide(wrong, key)
    return wrong.profile_id


def test_parameters_have_words_in_both_languages_and_values_of_the_service() -> None:
    text = (
        '{"cmdName": "n", "cmd_description": {"name-en": "Report", "name-zh-cn": "报告"},'
        ' "scenes": 7, "parameter_description": {"folder": {"en": "Where", "zh-cn": "位置"}}}'
    )
    item = GalleryItem(
        command=Command(
            command_id="cmd-12345678",
            command_name="tat-report",
            content=b"df {{folder}} {{tat-hidden:pw}}",
            default_parameter_confs=(
                DefaultParameterConf(parameter_name="folder", parameter_value="/"),
            ),
        ),
        about=formatted_description.read(text),
    )
    assert (item.name("en"), item.name("zh_CN")) == ("Report", "报告")
    assert [row.description for row in item.definitions("zh_CN")] == ["位置", ""]
    script = run_of(item, {"pw": "never here"})
    assert (script.parameters, script.hidden) == ({"folder": "/"}, ("pw",))
    assert script.command_id == "cmd-12345678"
    assert (copy_of(item).parameters, copy_of(item).hidden) == ({"folder": "/"}, ())
    bare = GalleryItem(command=Command(command_name="x", description="y"))
    assert (bare.name("zh_CN"), bare.description("en")) == ("x", "y")
