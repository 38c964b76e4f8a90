import type { GeoJSONSourceSpecification, SourceSpecification, StyleSpecification } from "maplibre-gl";
import { rankOf } from "@/lib/domain/site-word";
import { type Bounds, graticule } from "./graticule";
import type { MapSite, MapTiles } from "./map-site";

const CLUSTER_RADIUS_PX = 44;
const TILE_PX = 256;

export type MapColours = { readonly ground: string; readonly line: string };

type FeatureCollection = Exclude<GeoJSONSourceSpecification["data"], string>;

const NOTHING: FeatureCollection = { type: "FeatureCollection", features: [] };

/** A plain ground with lines, own tiles where there are any; what stands on it are elements of the page. */
export function mapStyle(colours: MapColours, tiles: MapTiles | null): StyleSpecification {
  return {
    version: 8,
    sources: {
      graticule: { type: "geojson", data: NOTHING },
      sites: {
        type: "geojson",
        data: NOTHING,
        cluster: true,
        clusterRadius: CLUSTER_RADIUS_PX,
        clusterProperties: { rank: ["min", ["get", "rank"]] },
      },
      ...tileSource(tiles),
    },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": colours.ground } },
      ...(tiles === null ? [] : [{ id: "tiles", type: "raster" as const, source: "tiles" }]),
      ...(tiles === null ? [graticuleLayer(colours)] : []),
      // Not seen: a source is only cut into clusters where a layer asks for it.
      { id: "sites", type: "circle", source: "sites", paint: { "circle-radius": 1, "circle-opacity": 0 } },
    ],
  };
}

const tileSource = (tiles: MapTiles | null): Record<string, SourceSpecification> =>
  tiles === null ? {} : { tiles: { type: "raster", tiles: [tiles.url], tileSize: TILE_PX } };

const graticuleLayer = ({ line }: MapColours) =>
  ({ id: "graticule", type: "line", source: "graticule", paint: { "line-color": line, "line-width": 1 } }) as const;

export const graticuleData = (bounds: Bounds): FeatureCollection => ({
  type: "FeatureCollection",
  features: graticule(bounds).map((line) => ({
    type: "Feature",
    properties: {},
    geometry: { type: "LineString", coordinates: line.map((point) => [...point]) },
  })),
});

export const sitesData = (sites: readonly MapSite[]): FeatureCollection => ({
  type: "FeatureCollection",
  features: sites.map(({ id, longitude, latitude, now }) => ({
    type: "Feature",
    properties: { id, rank: rankOf(now.worst) },
    geometry: { type: "Point", coordinates: [longitude, latitude] },
  })),
});
