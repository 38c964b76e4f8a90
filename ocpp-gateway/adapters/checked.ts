/** Joins a version's schema check to its translation, so that no unchecked payload can be translated. */
import { err, ok, type Result } from "@/lib/domain/result";
import type { StationMessage } from "@/lib/domain/station-message";
import { checkRequest } from "../schemas/check";
import { knownActions, type SchemaVersion } from "../schemas/load";
import { type Fault, fault } from "../wire/fault";
import type { VersionAdapter, WireCall } from "./adapter";

type TypedCall = { readonly action: string; readonly payload: object };
/** `call` is null where it must be answered, yet says nothing that can be used. */
type Mended<Call> = { readonly call: Call | null; readonly repairs: readonly string[] };

export const checkedReader =
  <Call extends TypedCall>(
    check: (call: WireCall, receivedAt: Date) => Result<Mended<Call>, Fault>,
    translate: (call: Call, receivedAt: Date) => StationMessage,
  ): VersionAdapter["readCall"] =>
  (wireCall, receivedAt) => {
    const checked = check(wireCall, receivedAt);
    if (!checked.ok) return checked;
    const { call, repairs } = checked.value;
    return ok({ message: call === null ? { type: "NothingUnderstood" } : translate(call, receivedAt), repairs });
  };

/** `handled`: the actions with an effect of ours; every other one is refused before its payload is looked at. */
export const schemaCheck = <Call extends TypedCall>(version: SchemaVersion, handled: readonly Call["action"][]) => {
  const isHandled = new Set<string>(handled);
  return (call: WireCall, receivedAt: Date): Result<Mended<Call>, Fault> => {
    if (!isHandled.has(call.action)) return err(refusalOf(version, call.action));
    const checked = checkRequest(version, call.action, call.payload, receivedAt);
    if (!checked.ok) return checked;
    const { payload, repairs } = checked.value;
    if (payload === null) return ok({ call: null, repairs });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `Call` is generated from the very schema that was just checked, less what is loosened.
    return ok({ call: { action: call.action, payload } as unknown as Call, repairs });
  };
};

function refusalOf(version: SchemaVersion, action: string): Fault {
  const direction = knownActions(version).get(action);
  if (direction === "CsmsToStation") return fault("NotSupported", "this action is sent to stations, not by them");
  return fault("NotImplemented", direction === undefined ? "the action is not known" : "the action has no handler");
}
