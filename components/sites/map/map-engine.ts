import {
  GeoJSONSource,
  Map as GlMap,
  LngLatBounds,
  Marker,
  NavigationControl,
  ScaleControl,
  setWorkerUrl,
} from "maplibre-gl";
import { readColours } from "./map-colours";
import type { MapSite, MapTiles } from "./map-site";
import { graticuleData, mapStyle, sitesData } from "./map-style";

// Of our own origin, so that the policy of our pages lets it run.
setWorkerUrl(new URL("maplibre-gl/dist/maplibre-gl-worker.mjs", import.meta.url).href);

/** A site, or several that are too near each other to be told apart. The page draws into `element`. */
export type Dot = {
  readonly key: string;
  readonly element: HTMLElement;
  /** Null for several. */
  readonly siteId: number | null;
  readonly count: number;
  readonly rank: number;
};

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
    sourceOf(map, "graticule")?.setData(graticuleData({ west, south, east, north }));
  };
  map.on("load", () => {
    sourceOf(map, "sites")?.setData(sitesData(sites));
    drawLines();
    onReady();
  });
  map.on("moveend", drawLines);
  map.on("render", dots.draw);

  return {
    setSites: (next: readonly MapSite[]): void => {
      sites = next;
      sourceOf(map, "sites")?.setData(sitesData(sites));
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

function sourceOf(map: GlMap, name: string): GeoJSONSource | null {
  const source = map.getSource(name);
  return source instanceof GeoJSONSource ? source : null;
}

type Placed = Dot & { readonly marker: Marker };

/** Keeps an element on the map for each site or cluster in sight. */
function createDots(map: GlMap, { onDots, onPick }: Pick<Options, "onDots" | "onPick">) {
  let placed = new Map<string, Placed>();
  const draw = (): void => {
    if (map.getSource("sites") === undefined || !map.isSourceLoaded("sites")) return;
    const next = new Map<string, Placed>();
    for (const { properties, geometry } of map.querySourceFeatures("sites")) {
      const told = readDot(properties);
      if (told === null || geometry.type !== "Point" || next.has(told.key)) continue;
      const [longitude = 0, latitude = 0] = geometry.coordinates;
      next.set(told.key, placed.get(told.key) ?? place(told, [longitude, latitude]));
    }
    const isSame = next.size === placed.size && [...next.keys()].every((key) => placed.has(key));
    if (isSame) return;
    for (const [key, { marker }] of placed) if (!next.has(key)) marker.remove();
    placed = next;
    onDots([...placed.values()]);
  };

  const place = (told: Told, at: [number, number]): Placed => {
    const element = document.createElement("button");
    element.type = "button";
    // The list beside the map is the way of the keyboard.
    element.tabIndex = -1;
    element.className = "cursor-pointer rounded-full";
    element.addEventListener("click", () => {
      if (told.siteId === null) void widen(map, told.clusterId, at);
      else onPick(told.siteId);
    });
    return { ...told, element, marker: new Marker({ element }).setLngLat(at).addTo(map) };
  };
  return {
    draw,
    clear: (): void => {
      for (const { marker } of placed.values()) marker.remove();
      placed = new Map();
    },
  };
}

type Told = Omit<Dot, "element"> & { readonly clusterId: number };

/** The key holds all that is shown of it: what changed is another dot. */
function readDot(properties: Readonly<Record<string, unknown>>): Told | null {
  const [clusterId, id] = [properties["cluster_id"], properties["id"]];
  const [rank, points] = [Number(properties["rank"]), Number(properties["point_count"])];
  if (typeof clusterId === "number") {
    return { key: `c${clusterId}:${rank}:${points}`, siteId: null, clusterId, count: points, rank };
  }
  return typeof id === "number" ? { key: `s${id}:${rank}`, siteId: id, clusterId: 0, count: 1, rank } : null;
}

/** As near as it takes to tell them apart. */
async function widen(map: GlMap, clusterId: number, center: [number, number]): Promise<void> {
  const zoom = await sourceOf(map, "sites")?.getClusterExpansionZoom(clusterId);
  if (zoom !== undefined) map.easeTo({ center, zoom });
}
