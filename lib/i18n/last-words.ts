import type { Language } from "./locale";

/** For the one page that is shown where nothing else can be, the catalogues neither. */
export const LAST_WORDS: Readonly<Record<Language, { readonly title: string; readonly retry: string }>> = {
  en: { title: "Kituo could not show this page", retry: "Try again" },
  sw: { title: "Kituo hakikuweza kuonyesha ukurasa huu", retry: "Jaribu tena" },
};
