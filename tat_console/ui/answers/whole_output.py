"""What was cut off outputs: read whole where it was uploaded, or printed anew by another run."""

from __future__ import annotations

import asyncio

import msgspec
from PySide6.QtWidgets import QLineEdit, QWidget

from tat_console.ports.archive import Relation, Script, TaskRecord
from tat_console.runs.plan import new_run_id
from tat_console.runs.progress import RunProgress
from tat_console.services.output_parts import OutputParts, first_part, parts_of
from tat_console.services.services import Services
from tat_console.support.i18n import N_, _, ngettext
from tat_console.tat import limits
from tat_console.tat.statuses import CommandType
from tat_console.ui.answers.output_tab import OutputTab
from tat_console.ui.dialogs.repeat_run import Repeat, repeat_run
from tat_console.ui.kit.ask import ACCEPTED, ask
from tat_console.ui.kit.controls import ButtonKind, Label
from tat_console.ui.kit.dialog import Dialog
from tat_console.ui.kit.fonts import Type
from tat_console.ui.kit.words import size_word, type_word
from tat_console.ui.navigation import Navigator

CUT = Repeat("cut", N_("Run again ({count})…"), Relation.RETRY, lambda _run, task: is_cut(task))
BY_PARTS = ACCEPTED + 1
PARTS_MOST = 100
"""Each is a record, of which the service keeps 10,000, and takes some seconds."""
BUCKET = "https://BucketName-123454321.cos.ap-beijing.myqcloud.com"


def is_cut(task: TaskRecord) -> bool:
    """Whether the service kept only the beginning, and nothing was uploaded."""
    return task.dropped_bytes > 0 and not task.output_url


def why_not_in_parts(script: Script, parts: int) -> str:
    """Why the outputs of a script cannot be printed in so many parts; "" where they can."""
    if script.command_id:
        return _("Outputs of a command that is kept in the cloud cannot be printed in parts.")
    if script.command_type is not CommandType.SHELL:
        return _("Only shell scripts can print in parts; this one is {type}.").format(
            type=type_word(script.command_type)
        )
    if parts > PARTS_MOST:
        return _("Printing in parts would take {count} runs, which is too many.").format(
            count=f"{parts:,}"
        )
    return ""


async def read_whole(tab: OutputTab, services: Services, progress: RunProgress) -> None:
    """Read the complete output of the task on show and show it; raises ConsoleError."""
    if tab.task is None:
        return
    instance_id = tab.task.instance_id

    def tell(done: int, total: int) -> None:
        words = _("{done} of {total} read")
        tab.view.set_foot(words.format(done=size_word(done), total=size_word(total)))

    try:
        output = await services.runs.whole_output(progress, instance_id, tell)
    finally:
        tab.view.set_foot("")
    if tab.task.instance_id == instance_id:
        tab.show_task(progress.tasks[instance_id])
        tab.show_output(output, progress.tasks[instance_id])


async def run_for_whole(
    parent: QWidget, services: Services, navigator: Navigator, progress: RunProgress
) -> None:
    """Ask for a bucket, then run the script again exactly where outputs were cut."""
    tasks = CUT.tasks(progress)
    question = UploadQuestion(parent, len(tasks))
    parts = parts_of(tasks)
    question.offer_parts(parts, why_not_in_parts(progress.run.script, parts))
    answer = await ask(question)
    if answer == BY_PARTS:
        await _run_by_parts(parent, services, navigator, progress)
    if answer != ACCEPTED:
        return
    script = msgspec.structs.replace(
        progress.run.script,
        output_cos_bucket_url=question.bucket.text().strip(),
        output_cos_key_prefix=question.prefix.text().strip(),
    )
    await repeat_run(parent, services, navigator, progress, CUT, script)


async def _run_by_parts(
    parent: QWidget, services: Services, navigator: Navigator, progress: RunProgress
) -> None:
    """Run the script again, then its parts, and keep the whole outputs with the first of the runs."""
    token = new_run_id(services.clock.now())
    script = first_part(progress.run.script, token)
    known = {one.run_id for one in services.runs.known}
    await repeat_run(parent, services, navigator, progress, CUT, script)
    started = [one for one in services.runs.known if one.run_id not in known]
    if not started:
        return
    profile = services.session.require().profile
    machines = services.directory.find(started[0].tasks)
    parts = OutputParts(services.runs, services.archive, services.clock)
    told = PartsDialog(parent.window())
    if (this := asyncio.current_task()) is not None:
        told.finished.connect(lambda _code: this.cancel())
    told.show()
    try:
        await parts.collect(started[0], token, profile, machines, told.tell)
    finally:
        told.deleteLater()


class PartsDialog(Dialog):
    """How far the parts are, beside whatever else is done meanwhile; closing it stops them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, _("Reading complete outputs"))
        self.setObjectName("output_parts")
        self.words = Label(_("The script is running."), Type.BASE, "text_2", wrap=True)
        self.words.setObjectName("parts_words")
        self.body.addWidget(self.words)
        self.add_cancel(_("Stop")).setObjectName("stop_parts")

    def tell(self, number: int, total: int) -> None:
        """Say which part is being printed."""
        words = _("Part {number} of {total} is being printed. Every part is a short run.")
        self.words.setText(words.format(number=f"{number:,}", total=f"{total:,}"))


class UploadQuestion(Dialog):
    """Where the agents shall put their complete outputs."""

    def __init__(self, parent: QWidget, count: int) -> None:
        super().__init__(parent, _("Run again for complete outputs"), 560)
        self.setObjectName("upload_question")
        self.problem = Label("", Type.SMALL, "bad_text", wrap=True)
        self.problem.setObjectName("bucket_problem")
        self.parts_words = Label("", Type.SMALL, "text_2", wrap=True)
        self.parts_words.setObjectName("parts_offer")
        words = ngettext(
            "The service keeps the first 24 KB of an output. Run again on {count} machine, and "
            "let its agent upload the complete output into a bucket of object storage.",
            "The service keeps the first 24 KB of an output. Run again on {count} machines, and "
            "let their agents upload the complete outputs into a bucket of object storage.",
            count,
        )
        self.bucket = self._field("bucket_field", _("Address of the bucket"), BUCKET)
        self.prefix = self._field("prefix_field", _("Prefix of the names in it"), "tat-console")
        for part in (
            Label(words.format(count=f"{count:,}"), Type.BASE, "text_2", wrap=True),
            Label(_("Address of the bucket"), Type.SMALL, "text_3"),
            self.bucket,
            Label(_("Prefix of the names in it, may be empty"), Type.SMALL, "text_3"),
            self.prefix,
            self.problem,
            self.parts_words,
        ):
            self.body.addWidget(part)
        self.add_cancel(_("Cancel")).setDefault(False)
        self.by_parts = self.add_button(_("Print in parts of 24 KB…"), BY_PARTS)
        self.by_parts.setObjectName("agree_parts")
        self.agree = self.add_button(_("Upload…"), ACCEPTED, ButtonKind.PRIMARY)
        self.agree.setObjectName("agree_upload")
        self.agree.setDefault(True)
        self._check()
        self.bucket.setFocus()

    def offer_parts(self, parts: int, problem: str) -> None:
        """Say how many runs print the outputs in parts, or why that cannot be done."""
        more = parts - 1
        words = ngettext(
            "Without a bucket: the script runs once more, then {count} short run prints the rest.",
            "Without a bucket: the script runs once more, then {count} short runs print the rest.",
            more,
        )
        self.parts_words.setText(problem or words.format(count=f"{more:,}"))
        self.by_parts.setEnabled(not problem)

    def _field(self, name: str, title: str, example: str) -> QLineEdit:
        made = QLineEdit()
        made.setObjectName(name)
        made.setAccessibleName(title)
        made.setPlaceholderText(example)
        made.textChanged.connect(self._check)
        return made

    def _check(self) -> None:
        bucket, prefix = self.bucket.text().strip(), self.prefix.text().strip()
        found = (limits.COS_BUCKET_URL.problem(bucket), limits.COS_KEY_PREFIX.problem(prefix))
        told = [one for one, text in zip(found, (bucket, prefix), strict=True) if one and text]
        self.problem.setText(" ".join(told))
        self.agree.setEnabled(bool(bucket) and not told)
