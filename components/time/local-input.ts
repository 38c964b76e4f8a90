/** Instants in `<input type="datetime-local">`, which speaks the browser's own time. */

/** Empty text is no instant; so is what is none. */
export function instantOfInput(text: string): string | null {
  const at = new Date(text);
  return text === "" || Number.isNaN(at.getTime()) ? null : at.toISOString();
}

export function inputOfInstant(instant: string | null): string {
  if (instant === null) return "";
  const at = new Date(instant);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
