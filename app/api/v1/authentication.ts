import { createMiddleware } from "hono/factory";
import { verifyApiKey } from "@/lib/services/auth/verify-api-key";
import type { ApiDeps, ApiEnvironment } from "./environment";
import { problemResponse } from "./problem";

/** Lets nobody pass without a valid API key, and builds the context the verbs work in. */
export function authentication({ db, now }: ApiDeps) {
  return createMiddleware<ApiEnvironment>(async (c, next) => {
    const apiKey = /^Bearer +(\S+)$/i.exec(c.req.header("Authorization") ?? "")?.[1];
    const actor = apiKey === undefined ? null : await verifyApiKey(db, apiKey, now());
    if (apiKey === undefined || actor === null) {
      const detail = "Send a valid API key: Authorization: Bearer <key>.";
      return problemResponse({ status: 401, code: "Unauthorized", detail }, { "WWW-Authenticate": "Bearer" });
    }
    c.set("apiKey", apiKey);
    c.set("ctx", { db, now, actor });
    await next();
    return undefined;
  });
}
