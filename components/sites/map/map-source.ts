import { GeoJSONSource, type Map as GlMap } from "maplibre-gl";

/** A source that is given its data by the page; null before the style is there. */
export function sourceOf(map: GlMap, name: string): GeoJSONSource | null {
  const source = map.getSource(name);
  return source instanceof GeoJSONSource ? source : null;
}
