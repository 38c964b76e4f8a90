import { cookies } from "next/headers";
import { type Language, LOCALE_COOKIE } from "@/lib/i18n/locale";

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Keeps the language in this browser. Not `httpOnly`: other tabs look at it to follow. */
export async function rememberLanguage(language: Language): Promise<void> {
  (await cookies()).set(LOCALE_COOKIE, language, { path: "/", maxAge: YEAR_SECONDS, sameSite: "lax" });
}
