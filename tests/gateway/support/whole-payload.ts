import type { JsonObject, JsonValue } from "@/lib/domain/json";
import { type Half, type SchemaVersion, schemaOf } from "@/ocpp-gateway/schemas/load";
import { type Shape, shapeOf } from "@/ocpp-gateway/schemas/shape";

/** A right payload with every field that the official schema knows, at every depth. */
export function wholePayload(version: SchemaVersion, action: string, half: Half): JsonObject {
  const schema = schemaOf(version, action, half);
  if (schema === null) throw new Error(`${action} is no action of ${version}`);
  return objectOf(shapeOf(schema, {}));
}

const objectOf = ({ properties = {} }: Shape): JsonObject =>
  Object.fromEntries(Object.entries(properties).map(([name, shape]) => [name, valueOf(shape)]));

function valueOf(shape: Shape): JsonValue {
  switch (shape.type) {
    case "object":
      return objectOf(shape);
    case "array":
      return shape.items === undefined ? [] : [valueOf(shape.items)];
    case "integer":
      return 1;
    case "number":
      return 16.1;
    case "boolean":
      return true;
    case undefined:
    default:
      return textOf(shape);
  }
}

function textOf({ enum: words = [], format, maxLength = 10 }: Shape): string {
  if (words.length > 0) return String(words.includes("Accepted") ? "Accepted" : words[0]);
  if (format === "date-time") return "2026-11-22T10:00:00.000Z";
  return format === "uri" ? "ftp://files.example/a" : "x".repeat(Math.min(maxLength, 40));
}
