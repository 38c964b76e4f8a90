import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/domain/json";

const HIDDEN = "[redacted]";
/** Fields whose value is a secret wherever they stand. */
const SECRET_FIELD = /password|simPin$/i;
/** Settings whose value is a secret: 1.6 keys, 2.x variables. */
const SECRET_SETTING = /AuthorizationKey$|password/i;
/** Is the value of this setting nobody's business? */
export const isSecretSetting = (key: string): boolean => SECRET_SETTING.test(key);

/** Where a setting's value stands, beside its name. */
const VALUE_FIELDS: ReadonlySet<string> = new Set(["value", "attributeValue"]);

/** Where stations put and fetch files: an address may hold a password, or the secret of an upload of ours. */
const ADDRESS_FIELD = /^(location|remoteLocation)$/;
const withoutSecrets = (address: string): string =>
  address
    .replace(/^([a-z]+:\/\/)[^/@]*@/i, `$1${HIDDEN}@`)
    .replace(/(\/uploads\/)[0-9a-f]{40}(?![0-9a-f])/i, `$1${HIDDEN}`);

/** A request or an answer as people may see it: station passwords are blanked, everything else is as it was. */
export function redacted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((item: JsonValue) => redacted(item));
  return isJsonObject(value) ? redactedObject(value) : value;
}

function redactedObject(value: JsonObject): JsonObject {
  const hidesValue = isSecretSetting(settingName(value));
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => {
      const isSecret = SECRET_FIELD.test(field) || (hidesValue && VALUE_FIELDS.has(field));
      if (typeof inner === "string" && ADDRESS_FIELD.test(field)) return [field, withoutSecrets(inner)];
      return [field, isSecret && typeof inner !== "object" ? HIDDEN : redacted(inner ?? null)];
    }),
  );
}

function settingName(value: JsonObject): string {
  if (typeof value["key"] === "string") return value["key"];
  const variable = value["variable"];
  if (isJsonObject(variable) && typeof variable["name"] === "string") return variable["name"];
  return "";
}
