"""Error codes about what was asked of: machines, agents, commands, codes, quotas."""

from __future__ import annotations

from typing import Final

from tat_console.support.i18n import N_
from tat_console.tat.error_rows import ErrorRow, Repeat

_REFRESH: Final = N_("Refresh the list and choose again.")
_LATER: Final = N_("Wait a minute and try again.")

ROWS: Final = (
    ErrorRow(
        "FailedOperation",
        N_("The operation failed"),
        N_("The service tried and did not succeed."),
        N_("Follow the message below."),
        Repeat.READS,
    ),
    ErrorRow(
        "FailedOperation.CVMError",
        N_("The state of CVM machines is not known right now"),
        N_("TAT could not ask the CVM service."),
        N_("Wait a minute and try again; if it stays, look at the machines in the CVM console."),
        Repeat.LATER,
    ),
    ErrorRow(
        "FailedOperation.LighthouseError",
        N_("The state of Lighthouse machines is not known right now"),
        N_("TAT could not ask the Lighthouse service."),
        N_("Wait a minute and try again; if it stays, look at the Lighthouse console."),
        Repeat.LATER,
    ),
    ErrorRow(
        "FailedOperation.TagOperationFailed",
        N_("The tags could not be attached"),
        N_("Perhaps the key may not set tags; the command itself may exist already."),
        N_("Look whether the command exists, then try without tags."),
    ),
    ErrorRow(
        "LimitExceeded",
        N_("A quota is used up"),
        N_("The account has reached a limit of the service."),
        N_("Delete what is no longer needed, or ask for a higher quota."),
    ),
    ErrorRow(
        "ResourceInUse",
        N_("It is in use"),
        N_("Something else works with the resource right now."),
        _LATER,
        Repeat.LATER,
    ),
    ErrorRow(
        "ResourceInsufficient",
        N_("The service has too little room"),
        N_("There are not enough resources for this right now."),
        _LATER,
        Repeat.LATER,
    ),
    ErrorRow(
        "ResourceNotFound",
        N_("It does not exist"),
        N_("What was asked for is not in this account and region, or no longer."),
        _REFRESH,
    ),
    ErrorRow(
        "ResourceNotFound.CommandNotFound",
        N_("The command does not exist"),
        N_("It is not in this account and region, or it has been deleted."),
        N_("Check the region and refresh the list."),
    ),
    ErrorRow(
        "ResourceNotFound.CosBucketNotFoundCode",
        N_("The bucket does not exist"),
        N_("There is no COS bucket under this address."),
        N_("Correct the bucket address."),
    ),
    ErrorRow(
        "ResourceNotFound.InstanceNotFound",
        N_("The machine does not exist"),
        N_("It is not in this account and region, or it has been returned."),
        N_("Check the region and refresh the list of instances."),
    ),
    ErrorRow(
        "ResourceNotFound.InvocationNotFound",
        N_("The run does not exist"),
        N_("The service keeps runs for 3 months; older ones are gone there."),
        N_("Refresh the list; the archive on this computer may still have it."),
    ),
    ErrorRow(
        "ResourceNotFound.RegisterCodesNotFoundCode",
        N_("The register code does not exist"),
        N_("It has been deleted, or belongs to another account or region."),
        _REFRESH,
    ),
    ErrorRow(
        "ResourceNotFound.RegisterInstanceNotFoundCode",
        N_("The hosted instance does not exist"),
        N_("It has been deleted, or belongs to another account or region."),
        _REFRESH,
    ),
    ErrorRow(
        "ResourceNotFound.RoleNotFound",
        N_("The service lacks a role in your account"),
        N_("TAT needs a role that does not exist in this account yet."),
        N_("Open TAT once in the web console and grant it its service role."),
    ),
    ErrorRow(
        "ResourceUnavailable",
        N_("It cannot be used right now"),
        N_("The resource exists but is not available."),
        N_("Follow the message below."),
        Repeat.LATER,
    ),
    ErrorRow(
        "ResourceUnavailable.AgentNotInstalled",
        N_("A machine has no agent"),
        N_("The TAT agent has never reported from at least one of the machines."),
        N_("Install tat_agent there, or leave the machine out."),
        Repeat.LATER,
    ),
    ErrorRow(
        "ResourceUnavailable.AgentStatusNotOnline",
        N_("The agent of a machine is offline"),
        N_("The agent of at least one machine is not in touch with the service; nothing was run."),
        N_("Start tat_agent there and check its way out (ports 443 and 8186), or leave it out."),
        Repeat.LATER,
    ),
    ErrorRow(
        "ResourceUnavailable.CommandInExecuting",
        N_("The command is running"),
        N_("A command cannot be deleted while tasks of it run."),
        N_("Wait until they end or cancel them, then delete it."),
        Repeat.LATER,
    ),
    ErrorRow(
        "ResourceUnavailable.CommandInInvoker",
        N_("A schedule uses the command"),
        N_("A command cannot be deleted while a schedule starts it."),
        N_("Delete the schedule or give it another command first."),
    ),
    ErrorRow(
        "ResourceUnavailable.InstanceStateNotRunning",
        N_("A machine is not running"),
        N_("At least one of the machines is stopped or just starting; nothing was run."),
        N_("Start the machine, or leave it out."),
        Repeat.LATER,
    ),
    ErrorRow(
        "ResourceUnavailable.InvalidResourceQuotaResourceCode",
        N_("There is no such quota"),
        N_("The service counts commands (COMMAND) and register codes (REGISTER_CODE)."),
        N_("Ask for one of these two."),
    ),
    ErrorRow(
        "ResourceUnavailable.LighthouseUnsupportedRegion",
        N_("There is no Lighthouse in this region"),
        N_("Lighthouse machines do not exist in the chosen region."),
        N_("Choose another region."),
    ),
    ErrorRow(
        "ResourceUnavailable.UserHasNoQuotaCode",
        N_("The quota of commands is used up"),
        N_("An account keeps at most 500 commands per region unless it has been given more."),
        N_("Delete commands that are no longer needed, or ask for a higher quota."),
    ),
)
