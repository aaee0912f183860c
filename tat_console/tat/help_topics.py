"""What the help explains, by id, and which errors and limits each topic is about."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from tat_console.support.errors import ConsoleError
from tat_console.tat.errors import InvalidRequest, ServiceError


class Topic(StrEnum):
    """The pages of the help in the order of its list; the value names the file of each."""

    FIRST_STEPS = "first-steps"
    SANDBOX = "sandbox"
    TARGETS = "targets"
    SCRIPT_SIZE = "script-size"
    INTERPRETER = "interpreter"
    PATH_DIFFERENCES = "path-differences"
    USERS_AND_FOLDERS = "users-and-folders"
    PARAMETERS = "parameters"
    HIDDEN_VALUES = "hidden-values"
    TIMEOUTS = "timeouts"
    STATES = "states"
    OUTPUT_CUT = "output-cut"
    OUTPUT_MISSING = "output-missing"
    GARBLED_OUTPUT = "garbled-output"
    AT_MOST_ONCE = "at-most-once"
    RATE_LIMITS = "rate-limits"
    RECORDS = "records"
    CRON = "cron"
    AGENT_OFFLINE = "agent-offline"
    AGENT_FILES = "agent-files"
    REGISTER_CODES = "register-codes"
    COMMANDS = "commands"
    KEYS = "keys"
    KEYRING = "keyring"
    PERMISSIONS = "permissions"
    NETWORK = "network"


_CODES: Final = {
    "AuthFailure": Topic.KEYS,
    "AuthFailure.UnauthorizedOperation": Topic.PERMISSIONS,
    "UnauthorizedOperation": Topic.PERMISSIONS,
    "UnauthorizedOperation.InvalidToken": Topic.KEYS,
    "ResourceNotFound.RoleNotFound": Topic.PERMISSIONS,
    "OperationDenied": Topic.PERMISSIONS,
    "IpInBlacklist": Topic.NETWORK,
    "IpNotInWhitelist": Topic.NETWORK,
    "NoSuchProduct": Topic.NETWORK,
    "UnsupportedProtocol": Topic.NETWORK,
    "RequestLimitExceeded": Topic.RATE_LIMITS,
    "InternalError": Topic.AT_MOST_ONCE,
    "ServiceUnavailable": Topic.AT_MOST_ONCE,
    "InvalidParameter.InvalidUsername": Topic.USERS_AND_FOLDERS,
    "InvalidParameter.ParameterNameDuplicated": Topic.PARAMETERS,
    "InvalidParameterValue.AgentUnsupportedCommandType": Topic.INTERPRETER,
    "InvalidParameterValue.CommandContentInvalid": Topic.SCRIPT_SIZE,
    "InvalidParameterValue.CommandNameDuplicated": Topic.COMMANDS,
    "InvalidParameterValue.InconsistentInstance": Topic.TARGETS,
    "InvalidParameterValue.InvalidCommandName": Topic.COMMANDS,
    "InvalidParameterValue.InvalidContent": Topic.SCRIPT_SIZE,
    "InvalidParameterValue.InvalidCronExpression": Topic.CRON,
    "InvalidParameterValue.InvalidInstanceId": Topic.TARGETS,
    "InvalidParameterValue.InvalidOutputCOSBucketUrl": Topic.OUTPUT_CUT,
    "InvalidParameterValue.InvalidOutputCOSKeyPrefix": Topic.OUTPUT_CUT,
    "InvalidParameterValue.InvalidRegisterCodeId": Topic.REGISTER_CODES,
    "InvalidParameterValue.InvalidRegisterInstanceId": Topic.REGISTER_CODES,
    "InvalidParameterValue.InvalidTimeFormat": Topic.CRON,
    "InvalidParameterValue.InvalidUsername": Topic.USERS_AND_FOLDERS,
    "InvalidParameterValue.InvalidWorkingDirectory": Topic.USERS_AND_FOLDERS,
    "InvalidParameterValue.InvokeTimeExpired": Topic.CRON,
    "InvalidParameterValue.LackOfParameterInfo": Topic.PARAMETERS,
    "InvalidParameterValue.LackOfParameters": Topic.PARAMETERS,
    "InvalidParameterValue.LimitExceeded": Topic.TARGETS,
    "InvalidParameterValue.ParameterDisabled": Topic.PARAMETERS,
    "InvalidParameterValue.ParameterInvalidJsonFormat": Topic.PARAMETERS,
    "InvalidParameterValue.ParameterKeyContainsInvalidChar": Topic.PARAMETERS,
    "InvalidParameterValue.ParameterKeyDuplicated": Topic.PARAMETERS,
    "InvalidParameterValue.ParameterKeyLenExceeded": Topic.PARAMETERS,
    "InvalidParameterValue.ParameterNumberExceeded": Topic.PARAMETERS,
    "InvalidParameterValue.ParameterValueNotString": Topic.PARAMETERS,
    "InvalidParameterValue.SupportParametersOnlyIfEnableParameter": Topic.PARAMETERS,
    "FailedOperation.CVMError": Topic.TARGETS,
    "FailedOperation.LighthouseError": Topic.TARGETS,
    "LimitExceeded": Topic.RECORDS,
    "ResourceNotFound.CommandNotFound": Topic.COMMANDS,
    "ResourceNotFound.CosBucketNotFoundCode": Topic.OUTPUT_CUT,
    "ResourceNotFound.InstanceNotFound": Topic.TARGETS,
    "ResourceNotFound.InvocationNotFound": Topic.RECORDS,
    "ResourceNotFound.RegisterCodesNotFoundCode": Topic.REGISTER_CODES,
    "ResourceNotFound.RegisterInstanceNotFoundCode": Topic.REGISTER_CODES,
    "ResourceUnavailable.AgentNotInstalled": Topic.AGENT_OFFLINE,
    "ResourceUnavailable.AgentStatusNotOnline": Topic.AGENT_OFFLINE,
    "ResourceUnavailable.CommandInExecuting": Topic.COMMANDS,
    "ResourceUnavailable.CommandInInvoker": Topic.COMMANDS,
    "ResourceUnavailable.InstanceStateNotRunning": Topic.TARGETS,
    "ResourceUnavailable.LighthouseUnsupportedRegion": Topic.TARGETS,
    "ResourceUnavailable.UserHasNoQuotaCode": Topic.RECORDS,
}
"""Error codes of the service; one that is not here has the topic of its longest prefix, or none."""

_FIELDS: Final = {
    "Content": Topic.SCRIPT_SIZE,
    "CommandName": Topic.COMMANDS,
    "CommandType": Topic.INTERPRETER,
    "DefaultParameterConfs": Topic.PARAMETERS,
    "DefaultParameters": Topic.PARAMETERS,
    "InstanceIds": Topic.TARGETS,
    "OutputCOSBucketUrl": Topic.OUTPUT_CUT,
    "OutputCOSKeyPrefix": Topic.OUTPUT_CUT,
    "Parameters": Topic.PARAMETERS,
    "Policy": Topic.CRON,
    "Recurrence": Topic.CRON,
    "InvokeTime": Topic.CRON,
    "ScheduleSettings": Topic.CRON,
    "Timeout": Topic.TIMEOUTS,
    "Username": Topic.USERS_AND_FOLDERS,
    "WorkingDirectory": Topic.USERS_AND_FOLDERS,
}


def topic_of(error: ConsoleError) -> Topic | None:
    """The topic that explains an error further, or None."""
    match error:
        case ServiceError():
            return topic_of_code(error.code)
        case InvalidRequest():
            return _FIELDS.get(error.field)
        case _:
            return Topic(error.help_topic) if error.help_topic else None


def topic_of_code(code: str) -> Topic | None:
    """The topic of a code of the service, or of its longest prefix that has one."""
    while code:
        if topic := _CODES.get(code):
            return topic
        code = code.rpartition(".")[0]
    return None
