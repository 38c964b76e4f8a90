type Missing = { readonly key: string; readonly english: string };

/** What English says and a translation does not, in the order of the catalogue. */
export const missingMessages = (
  english: ReadonlyMap<string, string>,
  translated: ReadonlyMap<string, string>,
): readonly Missing[] =>
  [...english].filter(([key]) => !translated.has(key)).map(([key, words]) => ({ key, english: words }));

/** What a translator has to write, and where; nothing where nothing is missing. */
export function worklist(locale: string, missing: readonly Missing[]): string {
  if (missing.length === 0) return "";
  const lines = missing.map(({ key, english }) => `  ${key}: ${JSON.stringify(english)}`);
  return [
    `lib/i18n/${locale}.json lacks ${missing.length} ${missing.length === 1 ? "message" : "messages"}:`,
    ...lines,
  ].join("\n");
}
