"""Every choice of the sandbox where the service's behaviour is unknown or inferred, in one table.

Whoever sees a live account corrects a row here, and the code it names by its id.
"""

from __future__ import annotations

from typing import Final

import msgspec


class Decision(msgspec.Struct, frozen=True):
    """One question the facts leave open; `facts` is the section of facts/tat_api.md about it."""

    id: str
    question: str
    choice: str
    why: str
    facts: str


DECISIONS: Final = (
    Decision(
        "invocation-status",
        "How does an invocation's status follow from its tasks'?",
        "By the nine rows of derivation.py, the first that matches.",
        "No source says; the rows use each documented status once and lose no information.",
        "§2.2",
    ),
    Decision(
        "invocation-start",
        "What is StartTime of an invocation none of whose tasks has started?",
        "The time of creation, from the beginning.",
        "The field is not nullable.",
        "§1.2",
    ),
    Decision(
        "hosted-kind",
        "What is InstanceKind of an invocation on hosted instances?",
        "HOSTED.",
        "Only CVM and LIGHTHOUSE are documented; a third word can be told from both.",
        "§1.2",
    ),
    Decision(
        "whole-run",
        "What happens to a run when one of its machines cannot take it?",
        "The whole call is refused and nothing starts.",
        "The reply has no place for a partial result.",
        "§1.2, §10.7",
    ),
    Decision(
        "instance-twice",
        "What happens when an instance is named twice in a run?",
        "It counts once.",
        "No code fits, and running a script twice on a machine would harm.",
        "unknown",
    ),
    Decision(
        "cancel-ended",
        "What does cancelling an ended task do?",
        "Nothing, without an error.",
        "There is no code for it.",
        "§1.2 row 9",
    ),
    Decision(
        "cancel-all",
        "What does CancelInvocation without InstanceIds cancel?",
        "Every task of the invocation.",
        "Nothing else would need the field to be optional.",
        "§1.2 row 9",
    ),
    Decision(
        "delays",
        "How long is a task PENDING and DELIVERING?",
        "0.1 s and 0.2 s.",
        "Long enough to be seen, short enough for tests.",
        "§2.1",
    ),
    Decision(
        "interrupted",
        "What becomes of tasks that were under way when the service itself went down?",
        "TASK_TIMEOUT at the next start, whether or not they had started; their processes are "
        "killed.",
        "The service gave up waiting for the agent, which is what the status means.",
        "§2.1",
    ),
    Decision(
        "live-output",
        "Is Output visible while a task runs?",
        "Yes, with HideOutput false; it grows five times a second.",
        "The agent sends it each second.",
        "§7.4, §10.9",
    ),
    Decision(
        "result-before-end",
        "What do ExitCode and Output hold before the end, and with HideOutput true?",
        "0, and an empty text.",
        "The fields are not nullable.",
        "§10.10",
    ),
    Decision(
        "sorting",
        "In which order do lists come?",
        "Newest first; machines in the order of the fleet; own commands before public ones.",
        "InvokerRecords come newest first in the service's example.",
        "§1, §10.5",
    ),
    Decision(
        "name-filters",
        "Do filters over names match exactly?",
        "Yes, with case.",
        "The service's examples show whole names.",
        "§1",
    ),
    Decision(
        "absent-ids",
        "What does a Describe action say about ids that do not exist?",
        "It leaves them out.",
        "The actions list no code for it.",
        "§1.2",
    ),
    Decision(
        "placeholders",
        "Do spaces inside braces, or the case of a name, matter?",
        "`{{ key }}` is no placeholder; names are compared with case.",
        "All examples are written without spaces.",
        "§3",
    ),
    Decision(
        "missing-value",
        "When is LackOfParameterInfo answered?",
        "When a placeholder of the script has neither a value nor a default; Preview leaves such "
        "a placeholder as it is.",
        "The code exists for runs; the service's example shows Preview doing so.",
        "§3",
    ),
    Decision(
        "extra-parameter",
        "What happens to a parameter the script does not use?",
        "It is ignored, but shown in the record.",
        "There is no code for it.",
        "§3",
    ),
    Decision(
        "hidden-preview",
        "Does Preview show the value of a hidden parameter?",
        "No, six asterisks.",
        "A preview is looked at by people.",
        "§3",
    ),
    Decision(
        "hidden-records",
        "Which script do records hold when hidden parameters are used?",
        "The one with its placeholders; otherwise the one with its values.",
        "Values of hidden parameters must not be found in records.",
        "§3, §10.3",
    ),
    Decision(
        "command-names",
        "How far must names of commands be unique?",
        "Within the region's own commands. Runs that save nothing are not checked.",
        "Data is kept per region, and a temporary command is in no list.",
        "§10.6",
    ),
    Decision(
        "batch-delete",
        "Does DeleteCommands delete some where others cannot be?",
        "No: all or none.",
        "The reply has no place for a partial result.",
        "§1.1",
    ),
    Decision(
        "null",
        "What does a JSON null in a request mean?",
        "The same as leaving the field out.",
        "SDKs leave such fields out.",
        "unknown",
    ),
    Decision(
        "base64",
        "Is Base64 without padding, or with line breaks, accepted?",
        "No.",
        "The stricter reading finds mistakes early.",
        "§10.13",
    ),
    Decision(
        "requests-of-pages",
        "With what are requests of web pages refused?",
        "UnauthorizedOperation wherever an Origin header is sent.",
        "The service has no such rule; a sandbox that runs scripts must have one.",
        "model codebases §3, 11",
    ),
    Decision(
        "foreign-host",
        "With what is a foreign Host header refused?",
        "NoSuchProduct; this computer's own names pass, also with http:// before them.",
        "The host names the product; tccli sends its endpoint as it was given.",
        "§5.2, §6.3",
    ),
    Decision(
        "other-forms",
        "Are GET and form-encoded requests taken?",
        "No: UnsupportedProtocol and InvalidRequest.",
        "Every current SDK sends signed JSON by POST.",
        "§6.1",
    ),
    Decision(
        "token-of-permanent-key",
        "What does a permanent key with a token give?",
        "AuthFailure.TokenFailure, as an expired or wrong token does.",
        "The code means that the token is wrong.",
        "§5.2",
    ),
    Decision(
        "rate-unit",
        "Per what are requests counted against the rate?",
        "Per action, over all regions and keys; one second's worth may come at once.",
        "The unit is not documented.",
        "§6.4",
    ),
    Decision(
        "invalid-word",
        "What does an unknown CommandType give?",
        "InvalidParameterValue.",
        "No code is meant for it.",
        "§5.1",
    ),
    Decision(
        "regions",
        "Which regions does DescribeRegions list?",
        "Those the sandbox was started with.",
        "A region that is not listed is not available.",
        "§1.5, §4",
    ),
    Decision(
        "support-features",
        "Which features do agents report?",
        "SESSION_MANAGER.",
        "It is the only value ever seen.",
        "§1.2",
    ),
    Decision(
        "invoker-start",
        "Is a new invoker enabled, and does one that fired once stay so?",
        "Both yes.",
        "Enable is changed by its own two actions.",
        "§1.3",
    ),
    Decision(
        "missed-firings",
        "What happens to firings that fell into a time without a service?",
        "At the next start a single one fires however late; of recurring ones those of the last "
        "hour do, each once.",
        "None may be lost over a restart, but a sandbox asleep for a month must not run riot.",
        "§1.3",
    ),
    Decision(
        "firing-refused",
        "What does a firing leave behind that could not run?",
        "A record with the code in its Reason, Result FAILED and no invocation.",
        "The record is the only place where it can be seen.",
        "§1.3",
    ),
    Decision(
        "cos-buckets",
        "Which COS buckets exist, and where are their objects?",
        "All, but those whose names begin with missing-; objects are served by the sandbox "
        "itself, and OutputUrl says so.",
        "There is no COS; rehearsing needs both outcomes.",
        "§9.5",
    ),
    Decision(
        "register-address",
        "Which address is compared with a register code's range?",
        "The one the machine reports as its own.",
        "Every request comes from this computer.",
        "§1.4",
    ),
    Decision(
        "mfa",
        "When does AssumeRole ask for an MFA code, and which is right?",
        "For roles whose name ends in -mfa, and whenever a device is named; any six digits but "
        "000000 are right.",
        "There is no device; rehearsing needs both outcomes.",
        "§9.4",
    ),
    Decision(
        "temporary-keys",
        "Do temporary keys outlive the service?",
        "No, they are forgotten when the sandbox ends.",
        "They are never written to disk.",
        "none",
    ),
    Decision(
        "absolute-paths",
        "What are absolute paths inside a script?",
        "Those of this computer. Only the working directory, the home and the temporary folder "
        "are on the machine's own disk.",
        "Scripts run for real and without any virtual machine.",
        "§7.4",
    ),
    Decision(
        "users",
        "As whom do scripts run?",
        "As the user of the sandbox, whatever Username says; the names in the disk's /etc/passwd "
        "exist, and only root may start in /root.",
        "Changing the user needs rights the sandbox does not ask for.",
        "§7.4",
    ),
    Decision(
        "told-to-scripts",
        "How does a script find out on which machine it is?",
        "TAT_SANDBOX_INSTANCE_ID, TAT_SANDBOX_INSTANCE_NAME and HOSTNAME; TMPDIR and LANG are "
        "set as well.",
        "Every machine is the same computer, whose own name would say nothing.",
        "§7.4",
    ),
    Decision(
        "windows",
        "What do Windows machines do?",
        "Their agents are online only where PowerShell is installed on this computer.",
        "Nothing is pretended to have run.",
        "§7.5",
    ),
)
