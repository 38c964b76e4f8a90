import { type Map as GlMap, Marker } from "maplibre-gl";
import { sourceOf } from "./map-source";

/** A site, or several that are too near each other to be told apart. The page draws into `element`. */
export type Dot = {
  readonly key: string;
  readonly element: HTMLElement;
  /** Null for several. */
  readonly siteId: number | null;
  readonly count: number;
  readonly rank: number;
};

type Told = Omit<Dot, "element"> & { readonly clusterId: number; readonly at: readonly [number, number] };
type Placed = Dot & { readonly marker: Marker };
type Deps = {
  readonly onDots: (dots: readonly Dot[]) => void;
  readonly onPick: (siteId: number) => void;
};

/** Keeps an element on the map for each site or cluster in sight. */
export function createDots(map: GlMap, { onDots, onPick }: Deps) {
  let placed = new Map<string, Placed>();
  const pick = ({ siteId, clusterId, at }: Told): void => {
    if (siteId === null) void widen(map, clusterId, at);
    else onPick(siteId);
  };
  const draw = (): void => {
    if (map.getSource("sites") === undefined || !map.isSourceLoaded("sites")) return;
    const sight = inSight(map);
    for (const [key, { at }] of sight) placed.get(key)?.marker.setLngLat([...at]);
    const isSame = sight.size === placed.size && [...sight.keys()].every((key) => placed.has(key));
    if (isSame) return;
    for (const [key, { marker }] of placed) if (!sight.has(key)) marker.remove();
    placed = new Map([...sight].map(([key, told]) => [key, placed.get(key) ?? place(map, told, pick)]));
    onDots([...placed.values()]);
  };
  return {
    draw,
    clear: (): void => {
      for (const { marker } of placed.values()) marker.remove();
      placed = new Map();
    },
  };
}

/** Tiles overlap, and the world may be seen twice: each once. */
function inSight(map: GlMap): ReadonlyMap<string, Told> {
  const found = map.querySourceFeatures("sites").flatMap(({ properties, geometry }) => {
    if (geometry.type !== "Point") return [];
    const [longitude = 0, latitude = 0] = geometry.coordinates;
    return readDot(properties, [longitude, latitude]);
  });
  return new Map(found.map((told) => [told.key, told]));
}

/** The key holds all that is shown of it: what changed is another dot. */
function readDot(properties: Readonly<Record<string, unknown>>, at: Told["at"]): readonly Told[] {
  const [clusterId, id] = [properties["cluster_id"], properties["id"]];
  const [rank, count] = [Number(properties["rank"]), Number(properties["point_count"])];
  if (typeof clusterId === "number") {
    return [{ key: `c${clusterId}:${rank}:${count}`, siteId: null, clusterId, count, rank, at }];
  }
  return typeof id === "number" ? [{ key: `s${id}:${rank}`, siteId: id, clusterId: 0, count: 1, rank, at }] : [];
}

function place(map: GlMap, told: Told, pick: (told: Told) => void): Placed {
  const element = document.createElement("button");
  element.type = "button";
  // The list beside the map is the way of the keyboard.
  element.tabIndex = -1;
  // Nobody meets a button that does not say yet what it is.
  element.hidden = true;
  element.className = "cursor-pointer rounded-full";
  element.addEventListener("click", () => pick(told));
  const [longitude, latitude] = told.at;
  const marker = new Marker({ element }).setLngLat([longitude, latitude]).addTo(map);
  return { ...told, element, marker };
}

/** As near as it takes to tell them apart. */
async function widen(map: GlMap, clusterId: number, [longitude, latitude]: Told["at"]): Promise<void> {
  const zoom = await sourceOf(map, "sites")?.getClusterExpansionZoom(clusterId);
  if (zoom !== undefined) map.easeTo({ center: [longitude, latitude], zoom });
}

/** What a dot says to those who hear it, and what a test finds it by. */
export function labelDot({ element, count }: Dot, words: string, state: string): void {
  element.setAttribute("aria-label", words);
  element.setAttribute("title", words);
  element.setAttribute("data-dot", state);
  element.setAttribute("data-count", String(count));
  element.hidden = false;
}
