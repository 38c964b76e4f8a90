const DEPTH_MAX = 100;

/** Can PostgreSQL keep it, as text or as jsonb? Neither takes a NUL or half a character, and depth has an end. */
export function isStorable(value: unknown, depth = 0): boolean {
  if (typeof value === "string") return !/[\0\p{Cs}]/u.test(value);
  if (typeof value !== "object" || value === null || value instanceof Date) return true;
  if (depth >= DEPTH_MAX) return false;
  return Object.entries(value).every(([key, inner]) => isStorable(key) && isStorable(inner, depth + 1));
}
