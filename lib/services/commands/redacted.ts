import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/domain/json";
import { HIDDEN, withoutSecrets } from "@/lib/domain/secret-text";

/** Fields whose value is a secret wherever they stand. */
const SECRET_FIELD = /password|simPin$/i;
/** Settings whose value is a secret: 1.6 keys, 2.x variables. */
const SECRET_SETTING = /AuthorizationKey$|password/i;

/** Is the value of this setting nobody's business? */
export const isSecretSetting = (key: string): boolean => SECRET_SETTING.test(key);

/** Where a setting's value stands, beside its name or in the list of its attributes. */
const VALUE_FIELDS: ReadonlySet<string> = new Set(["value", "attributeValue", "actualValue"]);
/** What a vendor transfers is the vendor's, and shown as it is: we cannot know what in it is what. */
const UNTOUCHED_ACTION = "DataTransfer";

/** A request or an answer as people may see it: passwords and keys are blanked, everything else is as it was. */
export function redacted(value: JsonValue): JsonValue {
  if (typeof value === "string") return withoutSecrets(value);
  if (Array.isArray(value)) return value.map((item: JsonValue) => redacted(item));
  return isJsonObject(value) ? redactedObject(value, false) : value;
}

/** A payload as the message log keeps it: JSON, redacted. */
export function redactedText(action: string | null, payload: JsonObject): string {
  const text = JSON.stringify(payload);
  if (action === UNTOUCHED_ACTION || !MAY_HOLD_SECRET.test(text)) return text;
  return JSON.stringify(redacted(payload));
}

/** Most frames hold none of these words, and pay one look for it. */
const MAY_HOLD_SECRET = /:\/\/|password|simPin|AuthorizationKey|PRIVATE KEY|\/uploads\/|\/firmware\/|"vpn"/i;

/** `isOfSecret`: it belongs to a setting whose value is a secret, as the attributes of a 2.x variable do. */
function redactedObject(value: JsonObject, isOfSecret: boolean): JsonObject {
  if (value["action"] === UNTOUCHED_ACTION) return value;
  const hidesValue = isOfSecret || isSecretSetting(settingName(value));
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => {
      const isSecret = SECRET_FIELD.test(field) || (hidesValue && VALUE_FIELDS.has(field));
      if (isSecret && typeof inner !== "object") return [field, HIDDEN];
      if (field === "variableAttribute" && Array.isArray(inner)) return [field, inner.map(attribute(hidesValue))];
      return [field, redacted(field === "vpn" && isJsonObject(inner) ? withoutSharedKey(inner) : (inner ?? null))];
    }),
  );
}

const attribute =
  (hidesValue: boolean) =>
  (item: JsonValue): JsonValue =>
    isJsonObject(item) ? redactedObject(item, hidesValue) : item;

/** The shared secret of a VPN is called `key`, as the name of a 1.6 setting is. */
const withoutSharedKey = (vpn: JsonObject): JsonObject => ("key" in vpn ? { ...vpn, key: HIDDEN } : vpn);

function settingName(value: JsonObject): string {
  if (typeof value["key"] === "string") return value["key"];
  const variable = value["variable"];
  if (isJsonObject(variable) && typeof variable["name"] === "string") return variable["name"];
  return "";
}
