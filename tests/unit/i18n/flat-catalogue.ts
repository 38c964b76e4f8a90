/** Every message of a catalogue by its whole key: "sites.policy.Refuse". */
export function flatCatalogue(catalogue: object, prefix = ""): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(catalogue).flatMap(([key, value]: [string, string | object]) =>
      typeof value === "string" ? [[`${prefix}${key}`, value] as const] : [...flatCatalogue(value, `${prefix}${key}.`)],
    ),
  );
}
