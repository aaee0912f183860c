"""Register codes and hosted instances (facts §1.4)."""

from __future__ import annotations

import ipaddress
import secrets
import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import msgspec

from tat_console.sandbox.call import Call, Handlers
from tat_console.sandbox.listing import Listing, page
from tat_console.sandbox.machines import Machine
from tat_console.sandbox.records import RegisterCodeRecord, now
from tat_console.sandbox.refusal import Refused
from tat_console.sandbox.state import State
from tat_console.tat import limits
from tat_console.tat.hosting import (
    CreateRegisterCode,
    CreateRegisterCodeReply,
    DeleteRegisterCodes,
    DeleteRegisterInstance,
    DescribeRegisterCodes,
    DescribeRegisterCodesReply,
    DescribeRegisterInstances,
    DescribeRegisterInstancesReply,
    DisableRegisterCodes,
    ModifyRegisterInstance,
    RegisterCodeInfo,
    RegisterInstanceInfo,
)
from tat_console.tat.statuses import AgentStatus, InstanceKind
from tat_console.tat.wire import Reply

_DEFAULT_LIMIT: Final = 10
_DEFAULT_EFFECTIVE_TIME_H: Final = 4

_CODES: Final = Listing[RegisterCodeRecord](key=lambda row: row.key, values={})
_INSTANCES: Final = Listing[Machine](
    key=lambda row: row.instance_id,
    values={
        "instance-name": lambda row: [row.name],
        "instance-id": lambda row: [row.instance_id],
        "register-status": lambda row: [row.agent or AgentStatus.OFFLINE],
        "local-ip": lambda row: [row.private_address],
        "register-code-id": lambda row: [row.register_code_id],
        "sys-name": lambda row: [row.system],
    },
    tags=lambda row: row.tags,
)


def create_register_code(call: Call[CreateRegisterCode]) -> CreateRegisterCodeReply:
    """Make a code; its value is told here and never again."""
    request, state = call.request, call.state
    address_range = request.ip_address_range or ""
    if address_range and not is_address_range(address_range):
        raise Refused("InvalidParameter", field="IpAddressRange", detail=address_range)
    if sum(row.region == call.region for row in state.register_codes) >= _quota():
        raise Refused("ResourceUnavailable.UserHasNoQuotaCode", detail="REGISTER_CODE")
    moment = now()
    hours = request.effective_time or _DEFAULT_EFFECTIVE_TIME_H
    forever = hours > limits.NEVER_EXPIRES_ABOVE_H
    code = RegisterCodeInfo(
        register_code_id=str(uuid.uuid4()),
        description=request.description or "",
        instance_name_prefix=request.instance_name_prefix or "",
        register_limit=request.register_limit or _DEFAULT_LIMIT,
        expired_time=None if forever else moment + timedelta(hours=hours),
        ip_address_range=address_range,
        created_time=moment,
        updated_time=moment,
    )
    record = RegisterCodeRecord(call.region, code, secrets.token_hex(32))
    state.register_codes.put(record)
    return CreateRegisterCodeReply(register_code_id=record.key, register_code_value=record.value)


def _quota() -> int:
    return limits.QUOTAS["REGISTER_CODE"]


def is_address_range(text: str) -> bool:
    """Whether the text is an IPv4 address or a network in CIDR form."""
    try:
        ipaddress.IPv4Network(text, strict=False)
    except ValueError:
        return False
    return True


def describe_register_codes(call: Call[DescribeRegisterCodes]) -> DescribeRegisterCodesReply:
    """Read codes, newest first."""
    request = call.request
    rows = [row for row in reversed(call.state.register_codes) if row.region == call.region]
    picked = _CODES.pick(rows, request.register_code_ids)
    return DescribeRegisterCodesReply(
        total_count=len(picked),
        register_code_set=tuple(row.code for row in page(picked, request)),
    )


def disable_register_codes(call: Call[DisableRegisterCodes]) -> Reply:
    """Keep codes from being used any more."""
    for record in _named(call.state, call.region, call.request.register_code_ids):
        code = msgspec.structs.replace(record.code, enabled=False, updated_time=now())
        call.state.register_codes.put(msgspec.structs.replace(record, code=code))
    return Reply()


def delete_register_codes(call: Call[DeleteRegisterCodes]) -> Reply:
    """Forget codes; the machines registered with them stay."""
    for record in _named(call.state, call.region, call.request.register_code_ids):
        call.state.register_codes.remove(record.key)
    return Reply()


def _named(state: State, region: str, ids: Sequence[str]) -> list[RegisterCodeRecord]:
    """The codes of these ids; raises Refused where one is named twice or not there."""
    records = []
    for index, code_id in enumerate(ids):
        if code_id in ids[:index]:
            raise Refused("InvalidParameterValue.ParameterKeyDuplicated", key=code_id)
        record = state.register_codes.get(code_id)
        if record is None or record.region != region:
            raise Refused("ResourceNotFound.RegisterCodesNotFoundCode", value=code_id)
        records.append(record)
    return records


def describe_register_instances(
    call: Call[DescribeRegisterInstances],
) -> DescribeRegisterInstancesReply:
    """Read hosted instances."""
    request = call.request
    rows = call.state.world.machines(call.region, InstanceKind.HOSTED)
    picked = _INSTANCES.pick(rows, request.instance_ids, request.filters)
    return DescribeRegisterInstancesReply(
        total_count=len(picked),
        register_instance_set=tuple(map(_view, page(picked, request))),
    )


def _view(row: Machine) -> RegisterInstanceInfo:
    return RegisterInstanceInfo(
        register_code_id=row.register_code_id,
        instance_id=row.instance_id,
        instance_name=row.name,
        machine_id=row.machine_id,
        system_name=row.system,
        host_name=row.host_name,
        local_ip=row.private_address,
        public_key=row.public_key,
        status=row.agent or AgentStatus.OFFLINE,
        created_time=row.created_time,
        updated_time=row.updated_time or row.created_time,
        tags=row.tags,
    )


def modify_register_instance(call: Call[ModifyRegisterInstance]) -> Reply:
    """Rename a hosted instance."""
    machine = _machine(call.state, call.region, call.request.instance_id)
    name = call.request.instance_name
    call.state.world.put(msgspec.structs.replace(machine, name=name, updated_time=now()))
    return Reply()


def delete_register_instance(call: Call[DeleteRegisterInstance]) -> Reply:
    """Give up a hosted instance."""
    machine = _machine(call.state, call.region, call.request.instance_id)
    call.state.world.put(msgspec.structs.replace(machine, deleted=True))
    return Reply()


def _machine(state: State, region: str, instance_id: str) -> Machine:
    machine = state.world.machine(instance_id, region)
    if machine is None:
        raise Refused("ResourceNotFound.RegisterInstanceNotFoundCode", value=instance_id)
    return machine


HANDLERS: Final[Handlers] = {
    "tat.CreateRegisterCode": create_register_code,
    "tat.DescribeRegisterCodes": describe_register_codes,
    "tat.DisableRegisterCodes": disable_register_codes,
    "tat.DeleteRegisterCodes": delete_register_codes,
    "tat.DescribeRegisterInstances": describe_register_instances,
    "tat.ModifyRegisterInstance": modify_register_instance,
    "tat.DeleteRegisterInstance": delete_register_instance,
}
