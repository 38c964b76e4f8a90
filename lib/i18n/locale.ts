/** Languages to choose from, whose catalogues are complete. The choice is a cookie, not a path: operators share links. */
export const LANGUAGES = ["en", "sw"] as const;
export type Language = (typeof LANGUAGES)[number];

/** English with longer words, made from its catalogue: shows what has no room and what is in no catalogue. */
export const PSEUDO_LOCALE = "en-XA";
export type Locale = Language | typeof PSEUDO_LOCALE;

export const DEFAULT_LOCALE: Language = "en";
export const LOCALE_COOKIE = "kituo-language";
/** IANA name of the viewer's zone, told by the browser; until it has, times are UTC and say so. */
export const TIME_ZONE_COOKIE = "kituo-time-zone";

export const isLanguage = (value: unknown): value is Language => LANGUAGES.some((language) => language === value);

export function isTimeZone(value: string | undefined): value is string {
  if (value === undefined) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: value });
    return true;
  } catch {
    return false;
  }
}
