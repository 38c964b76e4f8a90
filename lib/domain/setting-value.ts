/**
 * Does a station say the same that it was told? Stations write booleans, numbers and lists in their own
 * spelling (quirk H6): `True`, `060` and `A, B` are `true`, `60` and `A,B`.
 */
export function isSameSetting(wanted: string, told: string): boolean {
  return spelling(wanted) === spelling(told);
}

function spelling(value: string): string {
  const items = value.split(",").map((item) => item.trim());
  return items.map((item) => (items.length === 1 ? plain(item) : item)).join(",");
}

function plain(value: string): string {
  if (/^(true|false)$/i.test(value)) return value.toLowerCase();
  return /^-?\d{1,15}$/.test(value) ? String(Number(value)) : value;
}
