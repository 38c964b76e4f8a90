import type { OpenAPIHono } from "@hono/zod-openapi";
import type { ServiceContext } from "@/lib/services/context";

/** What the API is built from; tests give their own. */
export type ApiDeps = {
  readonly db: ServiceContext["db"];
  readonly now: () => Date;
  /** Where stations dial, as far as it is set; else the request's own host is told. */
  readonly publicOcppUrl: string | null;
  readonly ocppPort: number;
  readonly ocppsPort: number | null;
  /** Where stations upload to, if not to the listener they dial. */
  readonly uploadBaseUrl?: string | null;
  /** Of one firmware image; absent: 1 GiB. */
  readonly firmwareBytesMax?: number;
  /** Told of errors that are ours. */
  readonly onError: (error: unknown, request: Request) => void;
};

/** What a request carries on its way. */
export type ApiEnvironment = { Variables: { readonly ctx: ServiceContext; readonly apiKey: string } };

export type Api = OpenAPIHono<ApiEnvironment>;
