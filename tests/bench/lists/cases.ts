/**
 * What is asked of the lists: one line per question. A new filter or sort gets its line here and nothing else.
 * `path` is the list's place in the REST API; the console's page that shows the same list is asked as well.
 */
export type ListCase = {
  readonly name: string;
  readonly path: "/stations" | "/sessions";
  readonly query: Readonly<Record<string, string>>;
};

/** The page of the console that shows a list. */
export const PAGES = [
  { name: "page", path: "/chargers" },
  { name: "page status=Fault", path: "/chargers?status=Fault" },
  { name: "page live", path: "/sessions" },
  { name: "page ended", path: "/sessions?phase=ended" },
  { name: "page review", path: "/sessions?problem=review" },
] as const;

/** `cities` and cards are those of the seed. */
const CHARGER_FILTERS = [
  "status:fault,offline",
  "status:charging",
  "status:never-connected",
  'site:"Nairobi Mall 1"',
  "site:nairobi*",
  "tag:highway",
  "-tag:test",
  "vendor:Kituo",
  'model:"Bonde 22"',
  "fw:<1.5",
  "outdated:yes",
  "proto:2.1",
  "seen:>2h",
  "connected:no",
  "connected:never",
  "blocked:yes",
  "charger:NBO-0001*",
  "name:*mall*",
  "serial:KI*",
  "added:<2026-01",
  "airport",
  "zzz-nothing",
  'status:fault vendor:Kituo -tag:test fw:<1.5 "mall"',
] as const;

const CHARGER_SORTS = ["identity", "name", "status", "site", "model", "fw", "proto", "lastSeen", "added"] as const;

const SESSION_FILTERS = [
  "state:live",
  "state:ended",
  "state:charging",
  "state:paused-by-car",
  "problem:review",
  "problem:never-charged",
  "problem:never-ends",
  "charger:NBO-0*",
  "charger:*42",
  'site:"Nairobi Mall 1"',
  "site:nairobi*",
  "site:zzz-nothing",
  "token:000001*",
  "token:*ff*",
  "token:none",
  "token:zzz-nothing",
  "group:FLEET0001",
  "started:2026-10",
  "ended:2026-10",
  "energy:>40",
  "energy:>200",
  "energy:0",
  "power:>50",
  "duration:>8h",
  "duration:>40d",
  "reason:PowerLoss",
  "reason:LostStop",
  "reason:*loss",
  "reason:none",
  "reason:zzz-nothing",
  "-reason:evdisconnected",
  "nairobi",
  "zzz-nothing",
  "state:ended site:oslo* energy:>30 started:2026-09",
] as const;

const SESSION_SORTS = ["started", "ended", "id", "charger", "site", "power", "energy", "duration", "token"] as const;

/** A filter that few rows pass, in an order that is not theirs: the dearest kind. */
const FOREIGN_ORDERS = [
  ["reason:PowerLoss", "energy"],
  ["reason:PowerLoss", "-duration"],
  ["reason:LostStop", "-energy"],
  ["reason:LostStop", "site"],
  ["started:<2025-11-10", "-energy"],
  ["started:2026-10-05", "token"],
  ["energy:>58", "started"],
  ["duration:<2m", "-energy"],
  ["token:*ffff", "-started"],
  ['site:"Nairobi Mall 1"', "-energy"],
  ["group:FLEET0001", "-duration"],
  ["charger:*42", "energy"],
  ["problem:review", "-energy"],
] as const;

export const LIST_CASES: readonly ListCase[] = [
  { name: "chargers", path: "/stations", query: {} },
  { name: "chargers q=nairobi", path: "/stations", query: { q: "nairobi" } },
  { name: "chargers status=Fault", path: "/stations", query: { status: "Fault" } },
  { name: "chargers siteId=1", path: "/stations", query: { siteId: "1" } },
  ...bothWays(CHARGER_SORTS).map(sorted("/stations")),
  ...CHARGER_FILTERS.map(filtered("/stations")),
  { name: "sessions", path: "/sessions", query: {} },
  { name: "sessions phase=ended", path: "/sessions", query: { phase: "ended" } },
  { name: "sessions identity", path: "/sessions", query: { identity: "DAR-000100" } },
  { name: "sessions token", path: "/sessions", query: { token: "0000019E3779B1" } },
  { name: "sessions from, to", path: "/sessions", query: { from: "2026-08-01T00:00:00Z", to: "2026-09-01T00:00:00Z" } },
  ...bothWays(SESSION_SORTS).map(sorted("/sessions")),
  ...SESSION_FILTERS.map(filtered("/sessions")),
  ...FOREIGN_ORDERS.map(
    ([filter, sort]): ListCase => ({
      name: `sessions ${filter} sort=${sort}`,
      path: "/sessions",
      query: { filter, sort },
    }),
  ),
];

function bothWays(sorts: readonly string[]): readonly string[] {
  return sorts.flatMap((sort) => [sort, `-${sort}`]);
}

function sorted(path: ListCase["path"]): (sort: string) => ListCase {
  return (sort) => ({ name: `${wordOf(path)} sort=${sort}`, path, query: { sort } });
}

function filtered(path: ListCase["path"]): (filter: string) => ListCase {
  return (filter) => ({ name: `${wordOf(path)} ${filter}`, path, query: { filter } });
}

function wordOf(path: ListCase["path"]): string {
  return path === "/stations" ? "chargers" : "sessions";
}
