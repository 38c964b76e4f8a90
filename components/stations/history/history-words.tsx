"use client";

import { useTranslations } from "next-intl";
import type { HistoryWord } from "@/lib/domain/state-history";
import { StatusGlyph } from "../status-glyph";
import { LaneSwatch } from "./state-lane";

/** A state of the past in words. */
export function useHistoryWord(): (word: HistoryWord) => string {
  const t = useTranslations("stateHistory");
  const status = useTranslations("status");
  return (word) => (word === "Unknown" ? t("unknown") : status(word));
}

/** The same shape as on the chips, with its word. */
export function HistoryState({
  word,
  errorCode = null,
}: {
  readonly word: HistoryWord;
  readonly errorCode?: string | null;
}) {
  const textOf = useHistoryWord();
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <StatusGlyph status={word === "Unknown" ? "GatewayLost" : word} />
      {textOf(word)}
      {errorCode === null ? null : <span className="text-ink-3">{errorCode}</span>}
    </span>
  );
}

/** What a lane looks like in this state, with its word. */
export function LaneWord({ word }: { readonly word: HistoryWord }) {
  const textOf = useHistoryWord();
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <LaneSwatch word={word} />
      {textOf(word)}
    </span>
  );
}
