/** The fields that one list can be filtered by, and how their values are read. */
export type Catalog = readonly Field[];

export type Field<Name extends string = string> = {
  readonly name: Name;
  /** Other names that are understood; what is shown has the first. */
  readonly aliases?: readonly string[];
  readonly kind: FieldKind;
};

export type FieldKind =
  /** One of a few words, compared without case, spaces and hyphens. */
  | { readonly type: "Words"; readonly words: readonly string[] }
  /** The whole text without case; `*` stands for anything, `none` for nothing told. */
  | { readonly type: "Text" }
  /** A version, compared number by number. */
  | { readonly type: "Version" }
  /** A day, an instant, or an age: `2026-11-01`, `<2h` (less than two hours ago). */
  | { readonly type: "Instant" }
  /** A number; what is told is multiplied by `unit` to be what is stored. */
  | { readonly type: "Number"; readonly unit: number }
  /** How long something took; stored in milliseconds. */
  | { readonly type: "Duration" };

/** The field of this name. Names are in lower case. */
export const fieldOf = <Name extends string>(catalog: readonly Field<Name>[], name: string): Field<Name> | null =>
  catalog.find((field) => field.name === name || field.aliases?.includes(name) === true) ?? null;
