/**
 * Settings of 2.x: variables of components. A key is "Component.Variable"; either
 * may have an instance, as in "DeviceDataCtrlr.ItemsPerMessage[GetReport]".
 */
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
