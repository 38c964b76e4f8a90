import type { Result } from "@/lib/domain/result";

/** Why an action did not happen, fit to be shown. `field` = where in the form; null = the whole. */
export type ActionFault = { readonly code: string; readonly message: string; readonly field: string | null };

/** What a server action gives back. It never throws to the browser. */
export type ActionResult<T> = Result<T, ActionFault>;
