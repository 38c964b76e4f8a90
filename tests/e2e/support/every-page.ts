import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** What stands in the books so that each page has something to show. */
export type ShownIds = {
  readonly running: string;
  readonly pending: string;
  readonly draft: string;
  readonly release: string;
  readonly site: number;
  readonly alert: number;
  readonly job: string;
  readonly session: number;
};

type Page = { readonly route: string; readonly picture: string; readonly path: string };

/** Each page of an operator, once; where a page has several faces (steps of a plan), each of them. */
export function operatorPages(ids: ShownIds): readonly Page[] {
  const page = (route: string, path = route, picture = nameOf(route)): Page => ({ route, picture, path });
  const charger = (tab: string) => page(`/chargers/[identity]${tab}`, `/chargers/SHOW-1${tab}`);
  const campaign = (tab: string) => page(`/firmware/campaigns/[id]${tab}`, `/firmware/campaigns/${ids.running}${tab}`);
  return [
    page("/"),
    page("/alerts"),
    page("/alerts/[alertId]", `/alerts/${ids.alert}`),
    page("/alerts/routes"),
    page("/alerts/rules"),
    page("/chargers"),
    page("/chargers/bulk"),
    page("/chargers/bulk/[id]", `/chargers/bulk/${ids.job}`),
    page("/chargers/doctor"),
    page("/chargers/inbox"),
    page("/chargers/new"),
    ...["", "/card-list", "/charging-profiles", "/commands", "/events", "/health"].map(charger),
    ...["/logs", "/messages", "/sessions", "/settings"].map(charger),
    page("/firmware"),
    page("/firmware/campaigns/new"),
    ...["", "/approvals", "/events", "/plan", "/report"].map(campaign),
    page("/firmware/campaigns/[id]", `/firmware/campaigns/${ids.pending}`, "firmware-campaigns-pending"),
    ...["firmware", "targets", "rollout", "safety", "review"].map((step) =>
      page(
        "/firmware/campaigns/[id]/edit/[step]",
        `/firmware/campaigns/${ids.draft}/edit/${step}`,
        `firmware-campaigns-edit-${step}`,
      ),
    ),
    page("/firmware/compliance"),
    page("/firmware/releases"),
    page("/firmware/releases/[id]", `/firmware/releases/${ids.release}`),
    page("/firmware/releases/new"),
    page("/firmware/releases/trust"),
    page("/map"),
    page("/messages"),
    page("/sessions"),
    page("/sessions/[sessionId]", `/sessions/${ids.session}`),
    page("/sessions/[sessionId]/receipt", `/sessions/${ids.session}/receipt`),
    page("/settings/api-keys"),
    page("/settings/sites"),
    page("/sites"),
    page("/sites/[id]", `/sites/${ids.site}`),
    page("/tokens"),
    page("/tokens/groups"),
    page("/tokens/import"),
    page("/tokens/unknown"),
  ];
}

/** The routes that the app has, as its folders say: groups are left out, parameters stay in brackets. */
export function routesOfApp(): readonly string[] {
  return readdirSync(fileURLToPath(new URL("../../../app", import.meta.url)), { recursive: true, encoding: "utf8" })
    .filter((file) => /(^|\/)page\.tsx$/.test(file))
    .map((file) => `/${file.replace(/\/?page\.tsx$/, "").replace(/\([^)]*\)\/?/g, "")}`.replace(/(.)\/$/, "$1"))
    .toSorted();
}

const nameOf = (route: string): string =>
  route === "/" ? "overview" : route.slice(1).replace(/[[\]]/g, "").replaceAll("/", "-");
