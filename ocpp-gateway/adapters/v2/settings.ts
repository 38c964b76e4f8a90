/**
 * Settings of 2.x: variables of components. A key is "Component.Variable"; either
 * may have an instance, as in "DeviceDataCtrlr.ItemsPerMessage[GetReport]".
 */
import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/domain/json";
import { err, ok, type Result } from "@/lib/domain/result";
import { type Fault, fault } from "../../wire/fault";

type Named = { readonly name: string; readonly instance?: string };
export type Variable = { readonly component: Named; readonly variable: Named };

const KEY = /^([^.[\]]+)(?:\[([^\]]+)\])?\.([^.[\]]+)(?:\[([^\]]+)\])?$/;

export function variableOf(key: string): Result<Variable, Fault> {
  const [, component, componentInstance, variable, variableInstance] = KEY.exec(key) ?? [];
  if (component === undefined || variable === undefined) {
    return err(fault("PropertyConstraint", 'a key is written "Component.Variable"'));
  }
  return ok({ component: named(component, componentInstance), variable: named(variable, variableInstance) });
}

export function variablesOf(keys: readonly string[]): Result<readonly Variable[], Fault> {
  const variables: Variable[] = [];
  for (const key of keys) {
    const variable = variableOf(key);
    if (!variable.ok) return variable;
    variables.push(variable.value);
  }
  return ok(variables);
}

const named = (name: string, instance: string | undefined): Named =>
  instance === undefined ? { name } : { name, instance };

/** The key of a row about a variable, as `variableOf` reads it; null where it names none. */
export function keyOf({ component, variable }: JsonObject): string | null {
  const [left, right] = [nameOf(component), nameOf(variable)];
  return left === null || right === null ? null : `${left}.${right}`;
}

function nameOf(named: JsonValue | undefined): string | null {
  if (!isJsonObject(named)) return null;
  const { name, instance } = named;
  if (typeof name !== "string") return null;
  return typeof instance === "string" ? `${name}[${instance}]` : name;
}
