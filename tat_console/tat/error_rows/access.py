"""Error codes about who asks, how often, and over which road."""

from __future__ import annotations

from typing import Final

from tat_console.support.i18n import N_
from tat_console.tat.error_rows import ErrorRow, Repeat

_CHECK_KEY: Final = N_("Check SecretId and SecretKey in Settings → Profiles.")
_NEW_TOKEN: Final = N_("Get a new temporary key and put it into Settings → Profiles.")
_ASK_ADMIN: Final = N_("Ask the administrator of the account for the permission named below.")
_PROGRAM_FAULT: Final = N_("This is a fault of this program; please report it with the RequestId.")
_SLOWER: Final = N_("Wait a moment; the program tries again by itself, more slowly.")
_FEWER_CALLS: Final = N_("If it goes on, see what else uses this account.")

ROWS: Final = (
    ErrorRow(
        "AuthFailure",
        N_("The service did not accept the key"),
        N_("The signature or the permission check failed."),
        N_("Check the key, the region and the clock of this computer."),
    ),
    ErrorRow(
        "AuthFailure.InvalidAuthorization",
        N_("The request was signed in a form the service does not read"),
        N_("The Authorization header does not have the expected form."),
        _PROGRAM_FAULT,
    ),
    ErrorRow(
        "AuthFailure.InvalidSecretId",
        N_("This is not an API key"),
        N_("The SecretId is of another kind than the keys for the cloud API."),
        _CHECK_KEY,
    ),
    ErrorRow(
        "AuthFailure.MFAFailure",
        N_("The second factor was not accepted"),
        N_("The account asks for multi-factor authentication and it failed."),
        N_("Enter a fresh code from your authenticator."),
    ),
    ErrorRow(
        "AuthFailure.SecretIdNotFound",
        N_("The service does not know this SecretId"),
        N_("The key was deleted, disabled or mistyped; a stray space is enough."),
        _CHECK_KEY,
    ),
    ErrorRow(
        "AuthFailure.SignatureExpire",
        N_("The clock of this computer is wrong"),
        N_("The time of the request is more than 5 minutes away from the service's clock."),
        N_("Set the clock of this computer; the program corrects it for itself where it can."),
        Repeat.SIGNED_ANEW,
    ),
    ErrorRow(
        "AuthFailure.SignatureFailure",
        N_("The SecretKey does not fit"),
        N_("The signature does not match: most often the SecretKey is not the SecretId's."),
        _CHECK_KEY,
    ),
    ErrorRow(
        "AuthFailure.TokenFailure",
        N_("The temporary key is no longer good"),
        N_("The session token is wrong or has expired."),
        _NEW_TOKEN,
        Repeat.NEW_KEY,
    ),
    ErrorRow(
        "AuthFailure.UnauthorizedOperation",
        N_("Permission denied"),
        N_("Your key may not do this."),
        _ASK_ADMIN,
    ),
    ErrorRow(
        "IpInBlacklist",
        N_("This network is blocked"),
        N_("The account refuses requests from the address of this computer."),
        N_("Use another network, or have the address taken off the account's block list."),
    ),
    ErrorRow(
        "IpNotInWhitelist",
        N_("This network is not allowed"),
        N_("The account takes requests from listed addresses only; this one is not among them."),
        N_("Use an allowed network, or have the address of this computer added to the list."),
    ),
    ErrorRow(
        "OperationDenied",
        N_("The service refused the operation"),
        N_("The service gives its reason in the message below."),
        N_("Follow the message; repeating the request will not help."),
    ),
    ErrorRow(
        "UnauthorizedOperation",
        N_("Permission denied"),
        N_("Your key may not do this."),
        _ASK_ADMIN,
    ),
    ErrorRow(
        "UnauthorizedOperation.AssumeRoleUnauthorized",
        N_("The service lacks a role in your account"),
        N_("TAT works with a service role, and it may not use that role in this account."),
        N_("Open TAT once in the web console and grant it its service role."),
    ),
    ErrorRow(
        "UnauthorizedOperation.CamAuthFailed",
        N_("Permission denied"),
        N_("Access management (CAM) does not let this key do it to these resources."),
        N_("Ask for the TAT permission on the command and on the instances, both are needed."),
    ),
    ErrorRow(
        "UnauthorizedOperation.InvalidToken",
        N_("The temporary key is no longer good"),
        N_("The session token is wrong or has expired."),
        _NEW_TOKEN,
        Repeat.NEW_KEY,
    ),
    ErrorRow(
        "UnauthorizedOperation.MFAExpired",
        N_("The second factor has expired"),
        N_("The last multi-factor authentication was too long ago."),
        N_("Authenticate with your second factor again."),
    ),
    ErrorRow(
        "UnauthorizedOperation.MFANotFound",
        N_("A second factor is needed"),
        N_("This operation needs multi-factor authentication, and there was none."),
        N_("Set up multi-factor authentication for your user, then authenticate."),
    ),
    ErrorRow(
        "UnauthorizedOperation.NeedApproval",
        N_("Somebody has to approve this first"),
        N_("Your account lets this operation happen only after an approval."),
        N_("Get the approval, then start the run again."),
    ),
    ErrorRow(
        "RequestLimitExceeded",
        N_("Too many requests in one second"),
        N_("The service refused the request without executing it."),
        _SLOWER,
        Repeat.ALWAYS,
    ),
    ErrorRow(
        "RequestLimitExceeded.GlobalRegionUinLimitExceeded",
        N_("The account sends too many requests over all regions"),
        N_("The service refused the request without executing it."),
        _FEWER_CALLS,
        Repeat.ALWAYS,
    ),
    ErrorRow(
        "RequestLimitExceeded.IPLimitExceeded",
        N_("Too many requests from this network address"),
        N_("The service refused the request without executing it."),
        _SLOWER,
        Repeat.ALWAYS,
    ),
    ErrorRow(
        "RequestLimitExceeded.UinLimitExceeded",
        N_("The account sends too many requests"),
        N_("The service refused the request without executing it."),
        _FEWER_CALLS,
        Repeat.ALWAYS,
    ),
    ErrorRow(
        "InternalError",
        N_("The service has a fault inside"),
        N_("It is not certain whether the request was executed."),
        N_("Look whether it took effect before you repeat it."),
        Repeat.READS,
    ),
    ErrorRow(
        "ServiceUnavailable",
        N_("The service is not available"),
        N_("The service is down or overloaded."),
        N_("Wait a few minutes; look whether it took effect before you repeat it."),
        Repeat.READS,
    ),
    ErrorRow(
        "ActionOffline",
        N_("The service no longer offers this"),
        N_("The action has been retired."),
        N_("Install a newer version of this program."),
    ),
    ErrorRow(
        "DryRunOperation",
        N_("The rehearsal passed"),
        N_("The request would have worked; as asked, nothing was done."),
        N_("Send it without the rehearsal to have it done."),
    ),
    ErrorRow(
        "InvalidAction",
        N_("The service does not know this action"),
        N_("The action is not among those of the service's interface."),
        N_("Check the service address of the profile in Settings → Profiles."),
    ),
    ErrorRow(
        "InvalidRequest",
        N_("The service cannot read the request"),
        N_("The body of the request does not have the form the service expects."),
        _PROGRAM_FAULT,
    ),
    ErrorRow(
        "NoSuchProduct",
        N_("The service address is wrong"),
        N_("No product of the cloud answers under this address."),
        N_("Check the service address of the profile in Settings → Profiles."),
    ),
    ErrorRow(
        "NoSuchVersion",
        N_("The service does not know this version of its interface"),
        N_("The version sent with the request does not exist."),
        _PROGRAM_FAULT,
    ),
    ErrorRow(
        "UnsupportedProtocol",
        N_("The service cannot be reached this way"),
        N_("It takes GET and POST over HTTP or HTTPS only."),
        N_("Check the service address and the proxy of the profile."),
    ),
    ErrorRow(
        "UnsupportedRegion",
        N_("Not available in this region"),
        N_("The service does not offer this action in the chosen region."),
        N_("Choose another region."),
    ),
)
