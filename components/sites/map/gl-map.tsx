"use client";

import "maplibre-gl/dist/maplibre-gl.css";
import "./gl-map.css";
import { useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { wordOfRank } from "@/lib/domain/site-word";
import { DotFace } from "./dot-face";
import { type Dot, labelDot } from "./map-dots";
import { createSiteMap, type SiteMap } from "./map-engine";
import type { MapProps } from "./map-site";
import { PlainMap } from "./plain-map";
import { useDotWords } from "./use-dot-words";

/** The sites on a map that can be moved; where the browser cannot draw one, on a plain sheet. */
export function GlMap({ sites, tiles, chosen, onChoose }: MapProps) {
  const { container, dots, isReady, isImpossible } = useSiteMap({ sites, tiles, chosen, onChoose });
  const nameOf = new Map(sites.map(({ id, name }) => [id, name]));
  if (isImpossible) return <PlainMap sites={sites} chosen={chosen} onChoose={onChoose} />;
  return (
    <>
      {/* MapLibre's own style decides how its element stands: its size has to come from outside. */}
      <div className="absolute inset-0">
        <div ref={container} data-map={isReady ? "ready" : "loading"} className="size-full" />
      </div>
      {dots.map((dot) =>
        createPortal(
          <DotContent dot={dot} name={nameOf.get(dot.siteId ?? 0) ?? null} isChosen={dot.siteId === chosen?.id} />,
          dot.element,
          dot.key,
        ),
      )}
    </>
  );
}

type ContentProps = { readonly dot: Dot; readonly name: string | null; readonly isChosen: boolean };

function DotContent({ dot, name, isChosen }: ContentProps) {
  const wordsOf = useDotWords();
  const worst = wordOfRank(dot.rank);
  const words = wordsOf(name, dot.count, worst);
  useEffect(() => {
    labelDot(dot, words, worst ?? "none");
  }, [dot, words, worst]);
  return <DotFace worst={worst} count={dot.count} isChosen={isChosen} />;
}

function useSiteMap({ sites, tiles, chosen, onChoose }: MapProps) {
  const container = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<SiteMap | null>(null);
  const [dots, setDots] = useState<readonly Dot[]>([]);
  const [isImpossible, setImpossible] = useState(false);
  const [isReady, setReady] = useState(false);
  const words = useMapWords();
  const { resolvedTheme } = useTheme();

  const open = useEffectEvent((element: HTMLElement): SiteMap | null => {
    try {
      const made = createSiteMap({
        container: element,
        tiles,
        words,
        onDots: setDots,
        onPick: onChoose,
        onReady: () => setReady(true),
      });
      made.fit(chosen === null ? sites : [chosen]);
      return made;
    } catch {
      return null;
    }
  });
  useEffect(() => {
    if (container.current === null) return;
    const made = open(container.current);
    setMap(made);
    setImpossible(made === null);
    return () => made?.remove();
  }, []);
  useEffect(() => map?.setSites(sites), [map, sites]);
  useEffect(() => {
    if (chosen !== null) map?.flyTo(chosen);
    // oxlint-disable-next-line react/exhaustive-deps -- another reading of the same site is no reason to move
  }, [map, chosen?.id]);
  useEffect(() => {
    if (isReady) map?.setTheme();
  }, [map, isReady, resolvedTheme]);
  return { container, dots, isReady, isImpossible };
}

function useMapWords(): Readonly<Record<string, string>> {
  const t = useTranslations("map");
  return {
    "Map.Title": t("title"),
    "NavigationControl.ZoomIn": t("zoomIn"),
    "NavigationControl.ZoomOut": t("zoomOut"),
    "ScaleControl.Meters": "m",
    "ScaleControl.Kilometers": "km",
  };
}
