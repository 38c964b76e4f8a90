export type ConfigurationKey = {
  readonly access: "ReadOnly" | "ReadWrite" | "WriteOnly";
  value: string;
  readonly accepts?: (value: string) => boolean;
  /** Puts an accepted value into effect. */
  readonly apply?: (value: string) => void;
};

/** A flat key store: 1.6 configuration keys, or `Component.Variable` of 2.0.1. Names compare case-insensitively. */
export type Configuration = {
  find(name: string): ({ readonly name: string } & ConfigurationKey) | null;
  readonly names: readonly string[];
  set(name: string, value: string): "Accepted" | "Rejected" | "Unknown";
};

export function createConfiguration(keys: Readonly<Record<string, ConfigurationKey>>): Configuration {
  const byName = new Map(Object.entries(keys).map(([name, key]) => [name.toLowerCase(), { name, key }]));
  return {
    find(name) {
      const found = byName.get(name.toLowerCase());
      return found ? { ...found.key, name: found.name } : null;
    },
    names: Object.keys(keys),
    set(name, value) {
      const key = byName.get(name.toLowerCase())?.key;
      if (!key) return "Unknown";
      if (key.access === "ReadOnly" || key.accepts?.(value) === false) return "Rejected";
      key.value = value;
      key.apply?.(value);
      return "Accepted";
    },
  };
}

export const isWholeNumber = (value: string) => /^\d{1,9}$/.test(value);
export const isBoolean = (value: string) => /^(true|false)$/i.test(value);
export const isHexKey = (value: string) => /^(?:[0-9a-f]{2}){16,20}$/i.test(value);

export function readOnly(value: string): ConfigurationKey {
  return { access: "ReadOnly", value };
}

export function wholeNumber(value: number, apply?: (value: number) => void): ConfigurationKey {
  const key = { access: "ReadWrite", value: String(value), accepts: isWholeNumber } as const;
  return apply ? { ...key, apply: (text) => apply(Number(text)) } : key;
}

export function boolean(value: boolean, apply?: (value: boolean) => void): ConfigurationKey {
  const key = { access: "ReadWrite", value: String(value), accepts: isBoolean } as const;
  return apply ? { ...key, apply: (text) => apply(text.toLowerCase() === "true") } : key;
}

/** A comma-separated list of known names. */
export function list(value: readonly string[], known: readonly string[], apply: (value: readonly string[]) => void) {
  const split = (text: string) => text.split(",").map((item) => item.trim());
  return {
    access: "ReadWrite",
    value: value.join(","),
    accepts: (text: string) => split(text).every((item) => known.includes(item)),
    apply: (text: string) => apply(split(text)),
  } satisfies ConfigurationKey;
}
