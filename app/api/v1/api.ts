import { OpenAPIHono } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import { except } from "hono/combine";
import { serveAlertRoutes } from "./alert-routes";
import { serveAlertRules } from "./alert-rules";
import { serveAlerts } from "./alerts";
import { authentication } from "./authentication";
import { serveBulkJobs } from "./bulk-jobs";
import { serveCampaignOrders } from "./campaign-orders";
import { serveCampaignReport } from "./campaign-report";
import { serveCampaigns } from "./campaigns";
import { serveChargingProfiles } from "./charging-profiles";
import { serveCommands } from "./commands";
import type { Api, ApiDeps, ApiEnvironment } from "./environment";
import { serveFirmwareControl } from "./firmware-control";
import { serveHandshakeRefusals } from "./handshake-refusals";
import { serveHealth } from "./health";
import { idempotency } from "./idempotency";
import { carriesImage } from "./images";
import { serveLocalLists } from "./local-lists";
import { serveLogs } from "./logs";
import { serveMessages } from "./messages";
import { invalidRequest, problemResponse, toProblem } from "./problem";
import { serveReleases } from "./releases";
import { serveReservations } from "./reservations";
import { serveSearch } from "./search";
import { serveSessionDecisions } from "./session-decisions";
import { serveSessions } from "./sessions";
import { serveSettings } from "./settings";
import { serveSites } from "./sites";
import { serveStationHistory } from "./station-history";
import { serveStationNotes } from "./station-notes";
import { serveStations } from "./stations";
import { serveTokenGroups } from "./token-groups";
import { serveTokens } from "./tokens";
import { serveUnknownTokens } from "./unknown-tokens";
import { serveViews } from "./views";

const BODY_BYTES_MAX = 1024 * 1024;

/** The REST API: the same verbs as the screens, under an API key. `fetch` takes a request and gives the answer. */
export function createApi(deps: ApiDeps): Api {
  const api: Api = new OpenAPIHono<ApiEnvironment>({
    defaultHook: (result) => (result.success ? undefined : problemResponse(invalidRequest(result.error.issues))),
  }).basePath("/api/v1");

  api.notFound((c) =>
    problemResponse({ status: 404, code: "NotFound", detail: `There is no ${c.req.method} ${c.req.path}.` }),
  );
  api.onError((error, c) => {
    const problem = toProblem(error);
    if (problem !== null) return problemResponse(problem);
    deps.onError(error, c.req.raw);
    return problemResponse({ status: 500, code: "InternalError", detail: "Something went wrong on our side." });
  });

  describe(api);
  api.use("*", async (c, next) => {
    await next();
    c.header("Cache-Control", "no-store");
  });
  api.use("*", authentication(deps));
  api.use("*", except(carriesImage, bodyLimit({ maxSize: BODY_BYTES_MAX, onError: tooLarge }), idempotency));

  serveStations(api, deps);
  serveHealth(api);
  serveStationHistory(api);
  serveStationNotes(api);
  serveHandshakeRefusals(api, deps);
  serveCommands(api, deps);
  serveLogs(api, deps);
  serveLocalLists(api);
  serveMessages(api);
  serveSessions(api);
  serveSessionDecisions(api);
  serveTokens(api);
  serveTokenGroups(api);
  serveUnknownTokens(api);
  serveSites(api);
  serveSettings(api);
  serveChargingProfiles(api);
  serveReservations(api);
  serveCampaigns(api);
  serveCampaignOrders(api);
  serveCampaignReport(api);
  serveFirmwareControl(api);
  serveReleases(api, deps);
  serveSearch(api);
  serveAlerts(api);
  serveAlertRules(api);
  serveAlertRoutes(api);
  serveViews(api);
  serveBulkJobs(api);
  return api;
}

const tooLarge = (): Response =>
  problemResponse({ status: 413, code: "TooLarge", detail: `A body holds at most ${BODY_BYTES_MAX} bytes.` });

/** The description needs no key: it holds nothing that the source does not. */
function describe(api: Api): void {
  api.openAPIRegistry.registerComponent("securitySchemes", "apiKey", { type: "http", scheme: "bearer" });
  api.doc31("/openapi.json", {
    openapi: "3.1.0",
    info: {
      title: "Kituo",
      version: "1",
      description:
        "The operator's console for charging networks. Errors are RFC 9457 problem documents; lists take `limit` and `cursor`; every POST honours `Idempotency-Key`.",
    },
    servers: [{ url: "/" }],
    security: [{ apiKey: [] }],
  });
}
