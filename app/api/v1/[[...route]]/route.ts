import { database } from "@/app/context";
import { log } from "@/app/log";
import { appEnvironment } from "@/lib/env/app";
import { createApi } from "../api";
import type { Api } from "../environment";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

let api: Api | null = null;

/** Built at the first request: a build has no environment. */
function theApi(): Api {
  const { publicOcppUrl, ocppPort, ocppsPort, uploadBaseUrl, firmwareBytesMax } = appEnvironment();
  api ??= createApi({
    db: database(),
    now: () => new Date(),
    publicOcppUrl,
    ocppPort,
    ocppsPort,
    uploadBaseUrl,
    firmwareBytesMax,
    onError: (error, request) =>
      log.error({ err: error, method: request.method, path: new URL(request.url).pathname }, "an API call failed"),
  });
  return api;
}

const answer = async (request: Request): Promise<Response> => theApi().fetch(request);

export { answer as DELETE, answer as GET, answer as PATCH, answer as POST, answer as PUT };
