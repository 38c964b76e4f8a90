/** Settings of 1.6: flat keys, values as text. */
import type { OCPP16 } from "typed-ocpp";
import { err, type Result } from "@/lib/domain/result";
import { type Fault, fault } from "../../wire/fault";
import type { WireCall } from "../adapter";
import { ourCall } from "../answers";

/** All keys are asked for by naming none: some stations fail on an empty list (quirk H7). */
export function getConfiguration(keys: readonly string[] = []): Result<WireCall, Fault> {
  const payload = keys.length === 0 ? {} : { key: [...keys] };
  return ourCall("ocpp1.6", "GetConfiguration", payload satisfies OCPP16.GetConfigurationRequest);
}

/** The norm's limit; newer schemas read up to 2048, but old stations do not. */
const VALUE_CHARS_MAX = 500;

export function changeConfiguration(key: string, value: string): Result<WireCall, Fault> {
  if (value.length > VALUE_CHARS_MAX) {
    return err(fault("PropertyConstraint", `value must NOT have more than ${VALUE_CHARS_MAX} characters`));
  }
  return ourCall("ocpp1.6", "ChangeConfiguration", { key, value } satisfies OCPP16.ChangeConfigurationRequest);
}
