import { Map as GlMap, LngLatBounds, NavigationControl, ScaleControl, setWorkerUrl } from "maplibre-gl";
import { readColours } from "./map-colours";
import { createDots, type Dot } from "./map-dots";
import type { MapSite, MapTiles } from "./map-site";
import { sourceOf } from "./map-source";
import { graticuleData, mapStyle, sitesData } from "./map-style";

// Of our own origin, so that the policy of our pages lets it run.
setWorkerUrl(new URL("maplibre-gl/dist/maplibre-gl-worker.mjs", import.meta.url).href);

type Options = {
  readonly container: HTMLElement;
  readonly tiles: MapTiles | null;
  /** Words of the map's own buttons, by MapLibre's names for them. */
  readonly words: Readonly<Record<string, string>>;
  readonly onDots: (dots: readonly Dot[]) => void;
  readonly onPick: (siteId: number) => void;
  readonly onReady: () => void;
};

const ZOOM_OF_ONE = 13;
const FIT = { padding: 56, maxZoom: ZOOM_OF_ONE } as const;

/** The map itself, which knows nothing of React. Throws where the browser cannot draw it. */
export function createSiteMap({ container, tiles, words, onDots, onPick, onReady }: Options) {
  const map = new GlMap({
    container,
    style: mapStyle(readColours(), tiles),
    center: [20, 5],
    zoom: 1.5,
    maxPitch: 0,
    dragRotate: false,
    attributionControl: false,
    locale: { ...words },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new ScaleControl({ unit: "metric" }), "bottom-left");

  let sites: readonly MapSite[] = [];
  const dots = createDots(map, { onDots, onPick });
  const drawLines = (): void => {
    const bounds = map.getBounds();
    const [west, south, east, north] = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    void sourceOf(map, "graticule")?.setData(graticuleData({ west, south, east, north }));
  };
  map.on("load", () => {
    void sourceOf(map, "sites")?.setData(sitesData(sites));
    drawLines();
    onReady();
  });
  map.on("moveend", drawLines);
  map.on("render", dots.draw);

  return {
    setSites: (next: readonly MapSite[]): void => {
      sites = next;
      void sourceOf(map, "sites")?.setData(sitesData(sites));
    },
    /** Shows all of these at once. */
    fit: (all: readonly MapSite[]): void => {
      if (all.length > 0) map.fitBounds(boundsOf(all), { ...FIT, animate: false });
    },
    flyTo: ({ longitude, latitude }: MapSite): void => {
      map.flyTo({ center: [longitude, latitude], zoom: Math.max(map.getZoom(), ZOOM_OF_ONE) });
    },
    setTheme: (): void => {
      const { ground, line } = readColours();
      map.setPaintProperty("ground", "background-color", ground);
      if (map.getLayer("graticule") !== undefined) map.setPaintProperty("graticule", "line-color", line);
    },
    remove: (): void => {
      dots.clear();
      map.remove();
    },
  };
}

export type SiteMap = ReturnType<typeof createSiteMap>;

function boundsOf(sites: readonly MapSite[]): LngLatBounds {
  const bounds = new LngLatBounds();
  for (const { longitude, latitude } of sites) bounds.extend([longitude, latitude]);
  return bounds;
}
