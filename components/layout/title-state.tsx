"use client";

import { useEffect } from "react";

const MARK = "⚠ ";
const ICON = 'link[rel="icon"]';

/** The tab of a page that is not live says so too: a mark before its title, and an icon without colour. */
export function TitleState({ isTrusted }: { readonly isTrusted: boolean }) {
  useEffect(() => {
    if (isTrusted) return;
    const mark = (): void => {
      if (!document.title.startsWith(MARK)) document.title = `${MARK}${document.title}`;
    };
    mark();
    // Another page brings its own title.
    const observer = new MutationObserver(mark);
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    const icon = document.querySelector<HTMLLinkElement>(ICON);
    const shown = icon?.href;
    if (icon !== null) icon.href = "/icon-not-live.svg";
    return () => {
      observer.disconnect();
      document.title = document.title.replace(MARK, "");
      if (icon !== null && shown !== undefined) icon.href = shown;
    };
  }, [isTrusted]);
  return null;
}
