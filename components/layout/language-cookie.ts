import { isLanguage, type Language, LOCALE_COOKIE } from "@/lib/i18n/locale";

/** What was chosen in this browser, on whichever tab; null = nothing, or no browser. */
export function chosenLanguage(): Language | null {
  if (typeof document === "undefined") return null;
  const cookie = document.cookie.split("; ").find((text) => text.startsWith(`${LOCALE_COOKIE}=`));
  const value = cookie?.slice(LOCALE_COOKIE.length + 1);
  return isLanguage(value) ? value : null;
}
