import type { JsonObject, JsonValue } from "@/lib/domain/json";
import { isJsonObject } from "@/lib/domain/json";
import type { StationCommand } from "@/lib/domain/station-command";
import type { Tx } from "../context";
import { ServiceError } from "../errors";
import { keysPerReadMax } from "../stations/list-settings";

type Asked = {
  readonly stationId: number;
  readonly identity: string;
  readonly command: StationCommand;
  readonly now: Date;
};

/** Refuses what would harm the station, or what it cannot do as it told. Throws Invalid. */
export async function requireSendable(tx: Tx, { stationId, identity, command, now }: Asked): Promise<void> {
  if (settingsChanged(command).some(isStationPassword)) {
    throw new ServiceError(
      "Invalid",
      `This is the password that ${identity} signs in with. It is changed by rotating the password, so that both sides change it together.`,
      "command",
    );
  }
  if (command.type === "SetChargingProfile") requireRightPlace(command);
  if (command.type === "ReserveNow" && Date.parse(command.expiresAt) <= now.getTime()) {
    throw new ServiceError("Invalid", "A reservation has to end in the future.", "command.expiresAt");
  }
  if (command.type === "GetSettings") await requireFewKeys(tx, stationId, command.keys ?? []);
}

/** The settings that a command sets, as their last name is spelt: the key of 1.6, the variable of 2.x. */
function settingsChanged(command: StationCommand): readonly string[] {
  if (command.type === "ChangeSetting") return [lastName(command.key)];
  if (command.type !== "Raw") return [];
  return [keyIn(command.payload), ...list(command.payload["setVariableData"]).map(variableIn)];
}

const PASSWORDS: ReadonlySet<string> = new Set(["authorizationkey", "basicauthpassword"]);

const isStationPassword = (name: string): boolean => PASSWORDS.has(name.trim().toLowerCase());

const lastName = (key: string): string => key.slice(key.lastIndexOf(".") + 1);

const keyIn = ({ key, value }: JsonObject): string => (typeof key === "string" && value !== undefined ? key : "");

function variableIn(row: JsonValue): string {
  const variable = isJsonObject(row) ? row["variable"] : undefined;
  const name = isJsonObject(variable) ? variable["name"] : undefined;
  return typeof name === "string" ? name : "";
}

const list = (value: JsonValue | undefined): readonly JsonValue[] => (Array.isArray(value) ? value : []);

/** Where the norm has a profile of this purpose installed (1.6 §3.13.1, K01.FR.03, K01.FR.38). */
function requireRightPlace({ evse, profile }: Extract<StationCommand, { readonly type: "SetChargingProfile" }>): void {
  if (profile.purpose === "ChargingStationMaxProfile" && evse !== 0) {
    throw new ServiceError("Invalid", "A ChargingStationMaxProfile is for the whole charger: evse 0.", "command.evse");
  }
  if (profile.purpose === "TxProfile" && (evse === 0 || profile.sessionId === undefined)) {
    throw new ServiceError(
      "Invalid",
      "A TxProfile is for one running session on its EVSE.",
      "command.profile.sessionId",
    );
  }
}

/** A station that is named more fails as a whole, or leaves some out (quirk H7). */
async function requireFewKeys(tx: Tx, stationId: number, keys: readonly string[]): Promise<void> {
  const max = keys.length === 0 ? null : await keysPerReadMax(tx, stationId);
  if (max === null || keys.length <= max) return;
  throw new ServiceError(
    "Invalid",
    `This charger answers at most ${max} settings at a time. Name fewer, or none to ask for all.`,
    "command.keys",
  );
}
