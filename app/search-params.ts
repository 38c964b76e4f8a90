/** Filters live in the address. Unknown values are ignored, not errors: old links keep working. */
export type SearchParams = Promise<Readonly<Record<string, string | readonly string[] | undefined>>>;

/** The text of one parameter; the first where there are several. */
export async function textParam(params: SearchParams, name: string): Promise<string | undefined> {
  const value = (await params)[name];
  const text = typeof value === "string" ? value : value?.[0];
  return text === undefined || text.trim() === "" ? undefined : text.trim();
}

/** Those words of a comma-separated parameter that are known. */
export async function wordsParam<Word extends string>(
  params: SearchParams,
  name: string,
  known: readonly Word[],
): Promise<readonly Word[]> {
  const told = new Set((await textParam(params, name))?.split(",") ?? []);
  return known.filter((word) => told.has(word));
}
