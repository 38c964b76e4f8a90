/** What date and time fields hold: the viewer's own wall time, without a zone. */

/** An instant for a datetime-local field. */
export function toWallTime(ms: number): string {
  const at = new Date(ms);
  const two = (part: number): string => String(part).padStart(2, "0");
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join("-");
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** Null where the field is empty or holds no time. */
export function fromWallTime(text: string): number | null {
  const ms = text === "" ? Number.NaN : new Date(text).getTime();
  return Number.isNaN(ms) ? null : ms;
}

/** Hours and minutes as seconds: "01:30" is 5,400; null where it is none. */
export function spanSeconds(text: string): number | null {
  const [, hours, minutes] = /^(\d{1,3}):([0-5]\d)$/.exec(text.trim()) ?? [];
  return hours === undefined || minutes === undefined ? null : Number(hours) * 3_600 + Number(minutes) * 60;
}

/** Seconds as hours and minutes. */
export function spanText(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}
