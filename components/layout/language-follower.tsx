"use client";

import { useRouter } from "next/navigation";
import { useLocale } from "next-intl";
import { useEffect } from "react";
import { chosenLanguage } from "./language-cookie";

/** A tab that was open while the language was switched in another one follows when it is looked at again. */
export function LanguageFollower() {
  const router = useRouter();
  const rendered = useLocale();
  useEffect(() => {
    const follow = (): void => {
      const chosen = chosenLanguage();
      if (!document.hidden && chosen !== null && chosen !== rendered) router.refresh();
    };
    window.addEventListener("focus", follow);
    document.addEventListener("visibilitychange", follow);
    return () => {
      window.removeEventListener("focus", follow);
      document.removeEventListener("visibilitychange", follow);
    };
  }, [rendered, router]);
  return null;
}
