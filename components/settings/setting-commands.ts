import type { CommandView } from "@/lib/domain/command-view";
import { isJsonObject } from "@/lib/domain/json";

/** The settings that a command reads by name; none = all; null where it reads none. */
export function settingsAskedBy({ name, request }: CommandView): readonly string[] | null {
  if (name !== "GetSettings" || !isJsonObject(request)) return null;
  const { keys } = request;
  return Array.isArray(keys) ? keys.filter((key): key is string => typeof key === "string") : [];
}

export const isReadingAll = (command: CommandView): boolean => settingsAskedBy(command)?.length === 0;

/** Does this command read this setting, alone or with others? */
export function isReading(command: CommandView, key: string): boolean {
  const asked = settingsAskedBy(command);
  return asked !== null && (asked.length === 0 || asked.some((name) => isSameKey(name, key)));
}

/** Does this command change this setting? */
export const isChanging = ({ name, request }: CommandView, key: string): boolean =>
  name === "ChangeSetting" &&
  isJsonObject(request) &&
  typeof request["key"] === "string" &&
  isSameKey(request["key"], key);

/** Keys of 1.6 are compared without case, and those of 2.x as well. */
const isSameKey = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
