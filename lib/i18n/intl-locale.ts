import type { Locale } from "./locale";

/**
 * What Intl is asked for. Day before month also in English: an operator's console must not leave open which is which.
 * Whoever formats a time of day asks for `h23` besides: the Swahili spoken clock counts from sunrise, so 12-hour text
 * would mislead.
 */
export const INTL_LOCALES: Readonly<Record<Locale, string>> = { en: "en-GB", sw: "sw-KE", "en-XA": "en-GB" };
