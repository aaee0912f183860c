"""Public commands by scene, in both languages, from the real sandbox."""

from __future__ import annotations

from pathlib import Path

from tat_console.runs.plan import make_plan
from tat_console.services.gallery import Gallery, GalleryItem, draft_of, run_of
from tat_console.services.services import Services
from tat_console.storage.documents import JsonDocuments
from tat_console.tat import formatted_description
from tat_console.tat.commands import Command, DefaultParameterConf
from tat_console.tat.statuses import CommandType, CreatedBy, TaskStatus
from tests.unit.services.conftest import RunWith
from tests.unit.services.test_runs import ended


def test_commands_are_read_searched_and_marked(with_services: RunWith, home: Path) -> None:
    async def work(services: Services) -> None:
        documents = JsonDocuments(home / "config")
        gallery = Gallery(services.session, documents)
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
        again = Gallery(services.session, documents)
        await again.refresh()
        assert [each.key for each in again.favourites] == [keys[1], keys[0]]
        assert [each.key for each in again.recent] == [keys[1], keys[0]]
        again.mark(keys[1], favourite=False)
        assert not again.is_favourite(keys[1])
        assert again.is_favourite(keys[0])

    with_services(work)


def test_a_public_command_is_run_by_its_id_and_copied(with_services: RunWith, home: Path) -> None:
    async def work(services: Services) -> None:
        gallery = Gallery(services.session, JsonDocuments(home / "config"))
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
        draft = draft_of(item, "en")
        assert draft.content.encode() == item.command.content
        assert draft.name == item.command.command_name

    with_services(work)


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
    bare = GalleryItem(command=Command(command_name="x", description="y"))
    assert (bare.name("zh_CN"), bare.description("en")) == ("x", "y")
