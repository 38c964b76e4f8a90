import { createServer, type Server } from "node:http";
import type { Metrics } from "../metrics";

export type OperatorListenerDeps = {
  readonly metrics: Metrics;
  /** Null while the gateway can serve; otherwise what keeps it from it. */
  readonly unreadyBecause: () => string | null;
};

/** The second listener: `/healthz` (the process lives), `/readyz` (it can serve), `/metrics`; socket.io joins it. */
export function createOperatorListener(deps: OperatorListenerDeps): Server {
  return createServer((request, response) => {
    const respond = (status: number, type: string, body: string): void => {
      response.writeHead(status, { "content-type": type, "cache-control": "no-store" }).end(body);
    };
    switch (request.url?.split("?", 1)[0] ?? "") {
      case "/healthz":
        return respond(200, "text/plain", "ok\n");
      case "/readyz": {
        const reason = deps.unreadyBecause();
        return respond(reason === null ? 200 : 503, "text/plain", `${reason ?? "ready"}\n`);
      }
      case "/metrics":
        return void deps.metrics.registry
          .metrics()
          .then((text) => respond(200, deps.metrics.registry.contentType, text))
          .catch(() => respond(500, "text/plain", "metrics failed\n"));
      default:
        return respond(404, "text/plain", "not found\n");
    }
  });
}
