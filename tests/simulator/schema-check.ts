import { Ajv, type ValidateFunction } from "ajv";
import addFormats, { type FormatsPlugin } from "ajv-formats";
import * as schemas16 from "typed-ocpp/dist/ocpp16/schemas.js";
import * as schemas20 from "typed-ocpp/dist/ocpp20/schemas.js";
import type { StationVersion } from "./acknowledged";

/** `null` when the payload is valid; otherwise what is wrong with it. */
export type SchemaCheck = (action: string, kind: "Request" | "Response", payload: object) => string | null;

const checks = new Map<StationVersion, SchemaCheck>();

/** Official schemas, compiled once per process and only for the actions in use. */
export function schemaCheck(version: StationVersion): SchemaCheck {
  const known = checks.get(version);
  if (known) return known;
  const check = createSchemaCheck(version === "1.6" ? schemas16 : schemas20);
  checks.set(version, check);
  return check;
}

function createSchemaCheck(schemas: Readonly<Record<string, object>>): SchemaCheck {
  const ajv = new Ajv({ strict: false, allErrors: true, multipleOfPrecision: 3, validateFormats: true });
  // A CommonJS package: its types and what Node and bundlers import disagree on `default`.
  (addFormats as unknown as FormatsPlugin)(ajv);
  const compiled = new Map<string, ValidateFunction>();
  return (action, kind, payload) => {
    const name = `${action}${kind}`;
    const schema = schemas[name];
    if (!schema) return `no schema ${name}`;
    const validate = compiled.get(name) ?? ajv.compile(schema);
    compiled.set(name, validate);
    return validate(payload) ? null : ajv.errorsText(validate.errors);
  };
}
