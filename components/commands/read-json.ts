import type { JsonValue } from "@/lib/domain/json";
import { err, ok, type Result } from "@/lib/domain/result";

/** What somebody typed, as JSON, or what is wrong with it. */
export function readJson(text: string): Result<JsonValue, string> {
  try {
    const value: JsonValue = JSON.parse(text);
    return ok(value);
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
}
