/** Joins a version's schema check to its translation, so that no unchecked payload can be translated. */
import { isJsonObject, type JsonObject } from "@/lib/domain/json";
import { err, ok, type Result } from "@/lib/domain/result";
import type { StationMessage } from "@/lib/domain/station-message";
import { checkRequest } from "../schemas/check";
import { knownActions, type SchemaVersion } from "../schemas/load";
import { type Fault, fault } from "../wire/fault";
import type { VersionAdapter, WireCall } from "./adapter";

type TypedCall = { readonly action: string; readonly payload: object };
type Mended<Call> = { readonly call: Call; readonly repairs: readonly string[] };

export const checkedReader =
  <Call extends TypedCall>(
    check: (call: WireCall) => Result<Mended<Call>, Fault>,
    translate: (call: Call, receivedAt: Date) => StationMessage,
  ): VersionAdapter["readCall"] =>
  (call, receivedAt) => {
    const checked = check(call);
    if (!checked.ok) return checked;
    return ok({ message: translate(checked.value.call, receivedAt), repairs: checked.value.repairs });
  };

/** `handled`: the actions with an effect of ours; every other one is refused before its payload is looked at. */
export const schemaCheck = <Call extends TypedCall>(version: SchemaVersion, handled: readonly Call["action"][]) => {
  const isHandled = new Set<string>(handled);
  return (call: WireCall): Result<Mended<Call>, Fault> => {
    if (!isHandled.has(call.action)) return err(refusalOf(version, call.action));
    const checked = checkRequest(version, call.action, call.payload);
    if (!checked.ok) return checked;
    const { payload, repairs } = checked.value;
    const field = numberOutOfRange(payload);
    if (field !== null) return err(fault("PropertyConstraint", `${field} is out of range`));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `Call` is generated from the very schema that was just checked.
    return ok({ call: { action: call.action, payload } as unknown as Call, repairs });
  };
};

function refusalOf(version: SchemaVersion, action: string): Fault {
  const direction = knownActions(version).get(action);
  if (direction === "CsmsToStation") return fault("NotSupported", "this action is sent to stations, not by them");
  return fault("NotImplemented", direction === undefined ? "the action is not known" : "the action has no handler");
}

const INT32_MAX = 2_147_483_647;
const ADDRESSES: ReadonlySet<string> = new Set(["connectorId", "evseId", "id"]);
const NUMBERS: ReadonlySet<string> = new Set(["transactionId", "reservationId", "seqNo", "remoteStartId"]);

/** The schemas bound no integer, but ids are 32-bit and addresses not negative. Meter readings may be larger. */
function numberOutOfRange(payload: JsonObject): string | null {
  for (const [key, value] of Object.entries(payload)) {
    if (typeof value === "number" && isOutOfRange(key, value)) return key;
    const inner = HOLDERS.has(key) && isJsonObject(value) ? numberOutOfRange(value) : null;
    if (inner !== null) return `${key}.${inner}`;
  }
  return null;
}

const HOLDERS: ReadonlySet<string> = new Set(["evse", "transactionInfo"]);

function isOutOfRange(key: string, value: number): boolean {
  if (ADDRESSES.has(key)) return value < 0 || value > INT32_MAX;
  return NUMBERS.has(key) && Math.abs(value) > INT32_MAX;
}
