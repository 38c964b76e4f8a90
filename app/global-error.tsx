"use client";

import { chosenLanguage } from "@/components/layout/language-cookie";
import { LAST_WORDS } from "@/lib/i18n/last-words";
import { DEFAULT_LOCALE } from "@/lib/i18n/locale";

/** The layout itself failed, so there are neither messages nor styles to lean on. */
export default function GlobalErrorPage({ reset }: { readonly reset: () => void }) {
  const language = chosenLanguage() ?? DEFAULT_LOCALE;
  const { title, retry } = LAST_WORDS[language];
  return (
    <html lang={language}>
      <body style={{ fontFamily: "system-ui, sans-serif", padding: "4rem", textAlign: "center" }}>
        <h1 style={{ fontSize: "1.25rem" }}>{title}</h1>
        <button type="button" onClick={reset}>
          {retry}
        </button>
      </body>
    </html>
  );
}
