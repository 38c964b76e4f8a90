/** Languages whose catalogue is complete. The choice is a cookie, not a path: operators share links. */
export const LOCALES = ["en"] as const;
export type Locale = (typeof LOCALES)[number];

export const DEFAULT_LOCALE: Locale = "en";
export const LOCALE_COOKIE = "kituo-language";
/** IANA name of the viewer's zone, told by the browser; until it has, times are UTC and say so. */
export const TIME_ZONE_COOKIE = "kituo-time-zone";

export const isLocale = (value: string | undefined): value is Locale => LOCALES.some((locale) => locale === value);

export function isTimeZone(value: string | undefined): value is string {
  if (value === undefined) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: value });
    return true;
  } catch {
    return false;
  }
}
