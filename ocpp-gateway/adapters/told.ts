/** Optional text; stations write nothing in many ways (quirk C10). */
export function told(text: string | undefined): string | null {
  const trimmed = text?.trim() ?? "";
  return NOTHING.has(trimmed.toLowerCase()) ? null : trimmed;
}

const NOTHING: ReadonlySet<string> = new Set(["", "null", "n/a"]);
