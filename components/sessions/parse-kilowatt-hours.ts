const NUMBER = /^\d{1,9}(?:[.,]\d{1,6})?$/;

/** A register as it is typed, in kWh with a point or a comma, as Wh; null for what is no number. */
export function parseKilowattHours(typed: string): number | null {
  const text = typed.trim().replaceAll(/[\s'’]/g, "");
  return NUMBER.test(text) ? Math.round(Number(text.replace(",", ".")) * 1_000_000) / 1000 : null;
}
