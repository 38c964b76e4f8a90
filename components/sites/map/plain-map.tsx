"use client";

import { useTranslations } from "next-intl";
import type { StatusWord } from "@/lib/domain/station";
import { DotFace } from "./dot-face";
import type { MapProps } from "./map-site";
import { useDotWords } from "./use-dot-words";

/** The same dots on a sheet that cannot be moved, for browsers without WebGL. */
export function PlainMap({ sites, chosen, onChoose }: Omit<MapProps, "tiles">) {
  const t = useTranslations("map");
  const wordsOf = useDotWords();
  const west = Math.min(...sites.map(({ longitude }) => longitude));
  const north = Math.max(...sites.map(({ latitude }) => latitude));
  const width = Math.max(...sites.map(({ longitude }) => longitude)) - west;
  const height = north - Math.min(...sites.map(({ latitude }) => latitude));
  return (
    <div data-map="plain" className="absolute inset-0 bg-sunken">
      <p className="px-4 py-2 text-sm text-ink-2">{t("plain")}</p>
      <div className="absolute inset-12">
        {sites.map((site) => {
          const worst: StatusWord | null = site.now.worst;
          return (
            <button
              key={site.id}
              type="button"
              tabIndex={-1}
              aria-label={wordsOf(site.name, 1, worst)}
              onClick={() => onChoose(site.id)}
              className="absolute -translate-1/2"
              style={{
                left: `${share(site.longitude - west, width)}%`,
                top: `${share(north - site.latitude, height)}%`,
              }}
            >
              <DotFace worst={worst} count={1} isChosen={site.id === chosen?.id} />
            </button>
          );
        })}
      </div>
    </div>
  );
}

/** Per cent of the whole; the middle where there is nothing to share. */
const share = (part: number, whole: number): number => (whole === 0 ? 50 : (part / whole) * 100);
