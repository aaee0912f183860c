"""Error codes about what was asked for: fields, values, parameters, filters."""

from __future__ import annotations

from typing import Final

from tat_console.support.i18n import N_
from tat_console.tat.error_rows import ErrorRow, Repeat

_CORRECT: Final = N_("Correct the value named below and send it again.")
_REFRESH: Final = N_("Refresh the list and choose again.")
_SPLIT: Final = N_("Ask for fewer at a time.")

ROWS: Final = (
    ErrorRow(
        "InvalidFilter",
        N_("This filter is not accepted"),
        N_("The service does not know a filter of this name here."),
        N_("Remove the filter or choose another."),
    ),
    ErrorRow(
        "InvalidParameter",
        N_("A field has the wrong form"),
        N_("The form or the type of a field is not what the service expects."),
        _CORRECT,
    ),
    ErrorRow(
        "InvalidParameter.ConflictParameter",
        N_("Two fields exclude each other"),
        N_("Ids and filters, a command and a script, or two kinds of defaults were sent at once."),
        N_("Send only one of the two."),
    ),
    ErrorRow(
        "InvalidParameter.InvalidUsername",
        N_("The user name is not accepted"),
        N_("The service does not take this user name."),
        N_("Choose another user of the operating system."),
    ),
    ErrorRow(
        "InvalidParameter.ParameterNameDuplicated",
        N_("A parameter is there twice"),
        N_("The same parameter name was given more than once."),
        N_("Remove one of the two."),
    ),
    ErrorRow(
        "InvalidParameterValue",
        N_("A value is not accepted"),
        N_("The service does not take the value of a field."),
        _CORRECT,
    ),
    ErrorRow(
        "InvalidParameterValue.AgentUnsupportedCommandType",
        N_("The script type does not fit the machine"),
        N_("Shell scripts run on Linux; PowerShell and batch scripts run on Windows."),
        N_("Choose the type that fits, or leave out the machines of the other system."),
    ),
    ErrorRow(
        "InvalidParameterValue.CommandContentInvalid",
        N_("The script is not accepted"),
        N_("The script is empty, too long or not encoded as the service expects."),
        N_("Check that the script is not empty and stays below the size limit."),
    ),
    ErrorRow(
        "InvalidParameterValue.CommandNameDuplicated",
        N_("A command of this name exists already"),
        N_("Names of saved commands are unique."),
        N_("Choose another name, or change the command that exists."),
    ),
    ErrorRow(
        "InvalidParameterValue.ID",
        N_("An id has the wrong form"),
        N_("One of the ids does not look as the service's ids do."),
        _REFRESH,
    ),
    ErrorRow(
        "InvalidParameterValue.InconsistentID",
        N_("The ids are of different kinds"),
        N_("All ids of one request must be of the same kind."),
        N_("Send the kinds in separate requests."),
    ),
    ErrorRow(
        "InvalidParameterValue.InconsistentInstance",
        N_("Machines of different kinds in one request"),
        N_("CVM, Lighthouse and hosted machines cannot share one request."),
        N_("Run the script on each kind separately."),
    ),
    ErrorRow(
        "InvalidParameterValue.InstanceIsNotRelatedToInvocation",
        N_("A machine is not part of this run"),
        N_("At least one of the machines has no task in the invocation."),
        _REFRESH,
    ),
    ErrorRow(
        "InvalidParameterValue.InvalidCommandId",
        N_("The command id is wrong"),
        N_("Command ids look like cmd-xxxxxxxx."),
        _REFRESH,
    ),
    ErrorRow(
        "InvalidParameterValue.InvalidCommandName",
        N_("The command name is not accepted"),
        N_("A name has at most 60 bytes: letters, digits, “_”, “-” and “.”."),
        N_("Choose another name."),
    ),
    ErrorRow(
        "InvalidParameterValue.InvalidContent",
        N_("The script is not accepted"),
        N_("The script is empty, not Base64 or longer than 64 KB once encoded."),
        N_("Shorten the script, or let it fetch its larger parts itself."),
    ),
    ErrorRow(
        "InvalidParameterValue.InvalidCronExpression",
        N_("The schedule cannot be read"),
        N_("A schedule has the five fields of cron and counts in Beijing time."),
        N_("Correct the cron expression."),
    ),
    ErrorRow(
        "InvalidParameterValue.InvalidFilter",
        N_("This filter is not accepted"),
        N_("The filter's name is unknown here or its value is not one it takes."),
        N_("Remove the filter or choose another."),
    ),
    ErrorRow(
        "InvalidParameterValue.InvalidInstanceId",
        N_("The instance id is wrong"),
        N_("Instance ids begin with ins-, lhins- or rins-, and belong to one region."),
        N_("Check the id and the region."),
    ),
    ErrorRow(
        "InvalidParameterValue.InvalidInvocationId",
        N_("The invocation id is wrong"),
        N_("Invocation ids look like inv-xxxxxxxxxx."),
        _REFRESH,
    ),
    ErrorRow(
        "InvalidParameterValue.InvalidInvocationTaskId",
        N_("The task id is wrong"),
        N_("Ids of invocation tasks look like invt-xxxxxxxxxx."),
        _REFRESH,
    ),
    ErrorRow(
        "InvalidParameterValue.InvalidInvokerId",
        N_("The id of the schedule is wrong"),
        N_("Invoker ids look like ivk-xxxxxxxx."),
        _REFRESH,
    ),
    ErrorRow(
        "InvalidParameterValue.InvalidOutputCOSBucketUrl",
        N_("The bucket address is not accepted"),
        N_("It must look like https://BUCKET-APPID.cos.REGION.myqcloud.com."),
        N_("Copy the address from the bucket's overview page."),
    ),
    ErrorRow(
        "InvalidParameterValue.InvalidOutputCOSKeyPrefix",
        N_("The folder in the bucket is not accepted"),
        N_("It must not start with “/”, nor hold “//” or a folder named “..”."),
        N_("Correct the folder."),
    ),
    ErrorRow(
        "InvalidParameterValue.InvalidRegisterCodeId",
        N_("The id of the register code is wrong"),
        N_("Ids of register codes are UUIDs."),
        _REFRESH,
    ),
    ErrorRow(
        "InvalidParameterValue.InvalidRegisterInstanceId",
        N_("The id of the hosted instance is wrong"),
        N_("Ids of hosted instances look like rins-xxxxxxxx."),
        _REFRESH,
    ),
    ErrorRow(
        "InvalidParameterValue.InvalidSceneId",
        N_("The scene id is wrong"),
        N_("Scene ids look like sc-xxxxxxxx."),
        _REFRESH,
    ),
    ErrorRow(
        "InvalidParameterValue.InvalidSceneName",
        N_("The scene name is wrong"),
        N_("The service does not take this scene name."),
        _REFRESH,
    ),
    ErrorRow(
        "InvalidParameterValue.InvalidTimeFormat",
        N_("The time cannot be read"),
        N_("Times are written as 2030-12-31T23:59:59Z or with an offset such as +08:00."),
        N_("Correct the time."),
    ),
    ErrorRow(
        "InvalidParameterValue.InvalidUsername",
        N_("The user name is not accepted"),
        N_("The service does not take this user name."),
        N_("Choose another user of the operating system."),
    ),
    ErrorRow(
        "InvalidParameterValue.InvalidWorkingDirectory",
        N_("The working directory is not accepted"),
        N_("It must be an absolute path of the machine's system, such as /root or C:\\work."),
        N_("Correct the working directory."),
    ),
    ErrorRow(
        "InvalidParameterValue.InvokeTimeExpired",
        N_("The time of the schedule has passed"),
        N_("A schedule can start in the future only."),
        N_("Choose a later time."),
    ),
    ErrorRow(
        "InvalidParameterValue.LackOfParameterInfo",
        N_("A parameter has no value"),
        N_("The script has placeholders for which neither a value nor a default was given."),
        N_("Fill in a value for every parameter."),
    ),
    ErrorRow(
        "InvalidParameterValue.LackOfParameters",
        N_("The parameters are missing"),
        N_("The preview needs values for the parameters of the script."),
        N_("Fill in a value for every parameter."),
    ),
    ErrorRow(
        "InvalidParameterValue.LimitExceeded",
        N_("Too many at once"),
        N_("A list is longer than the service takes, for instance over 200 machines in one run."),
        _SPLIT,
    ),
    ErrorRow(
        "InvalidParameterValue.ParameterDisabled",
        N_("This command takes no parameters"),
        N_("Values were given, but the command was saved without parameters."),
        N_("Leave the values out, or save the command anew with parameters."),
    ),
    ErrorRow(
        "InvalidParameterValue.ParameterInvalidJsonFormat",
        N_("The parameters cannot be read"),
        N_("Parameters are a JSON object of names and texts."),
        N_("Correct the parameters."),
    ),
    ErrorRow(
        "InvalidParameterValue.ParameterKeyContainsInvalidChar",
        N_("A parameter name is not accepted"),
        N_("Names hold the letters A to Z, digits, “_” and “-”; “tat-hidden:” is no part of them."),
        N_("Rename the parameter here and in the script."),
    ),
    ErrorRow(
        "InvalidParameterValue.ParameterKeyDuplicated",
        N_("The same name or id is there twice"),
        N_("A parameter, or an id of a list, was given more than once."),
        N_("Remove one of the two."),
    ),
    ErrorRow(
        "InvalidParameterValue.ParameterKeyLenExceeded",
        N_("A parameter name is too long"),
        N_("Names have at most 64 characters."),
        N_("Shorten the name here and in the script."),
    ),
    ErrorRow(
        "InvalidParameterValue.ParameterNumberExceeded",
        N_("Too many parameters"),
        N_("A script takes at most 20 parameters."),
        N_("Use fewer parameters, or pass several values in one."),
    ),
    ErrorRow(
        "InvalidParameterValue.ParameterValueNotString",
        N_("The value of a parameter is not text"),
        N_("Numbers and yes/no values must be written as text."),
        N_("Put the value in quotation marks."),
    ),
    ErrorRow(
        "InvalidParameterValue.Range",
        N_("A number is out of range"),
        N_("For instance, a timeout has 1 to 86,400 seconds."),
        _CORRECT,
    ),
    ErrorRow(
        "InvalidParameterValue.SupportParametersOnlyIfEnableParameter",
        N_("The script was sent without parameters switched on"),
        N_("Defaults or values need parameters to be enabled, which is fixed at creation."),
        N_("Switch parameters on for this run, or save the command anew with them."),
    ),
    ErrorRow(
        "InvalidParameterValue.TooLarge",
        N_("A number is too large"),
        N_("A value is above what the service takes."),
        _CORRECT,
    ),
    ErrorRow(
        "InvalidParameterValue.TooLong",
        N_("A text or list is too long"),
        N_("A value is longer than the service takes."),
        N_("Shorten the value named below."),
    ),
    ErrorRow(
        "InvalidParameterValue.TooSmall",
        N_("A number is too small"),
        N_("A value is below what the service takes."),
        _CORRECT,
    ),
    ErrorRow(
        "LimitExceeded.FilterValueExceeded",
        N_("Too many values in one filter"),
        N_("A filter takes at most 5 values."),
        N_("Use fewer values, or ask in several steps."),
    ),
    ErrorRow(
        "MissingParameter",
        N_("A required field is missing"),
        N_("The service needs a field that was not sent."),
        N_("Fill in the field named below."),
    ),
    ErrorRow(
        "RequestSizeLimitExceeded",
        N_("The request is too large"),
        N_("The service takes requests of at most 10 MB."),
        _SPLIT,
    ),
    ErrorRow(
        "ResponseSizeLimitExceeded",
        N_("The answer is too large"),
        N_("The service does not send as much at once."),
        _SPLIT,
        Repeat.SMALLER_PAGE,
    ),
    ErrorRow(
        "UnknownParameter",
        N_("The service does not know a field"),
        N_("A field was sent that this action does not have."),
        N_("Remove the field, or install a newer version of this program."),
    ),
    ErrorRow(
        "UnsupportedOperation",
        N_("The service does not support this"),
        N_("The operation does not exist here."),
        N_("Follow the message below."),
    ),
)
