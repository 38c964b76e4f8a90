import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { createDatabase, type Database } from "@/lib/db/client";
import { isRole } from "@/lib/domain/permissions";
import { type AppEnvironment, appEnvironment } from "@/lib/env/app";
import type { Actor, ServiceContext } from "@/lib/services/context";
import { type Authentication, createAuthentication } from "./authentication";

/** The web app's composition root: the one place that builds the database client. */
type Root = {
  readonly db: Database;
  readonly authentications: { readonly plain: Authentication; readonly secure: Authentication };
};

/** Kept on `globalThis`, since a development server loads this module again after every change. */
const kept: typeof globalThis & { kituoRoot?: Root } = globalThis;

function root(): Root {
  kept.kituoRoot ??= buildRoot(appEnvironment());
  return kept.kituoRoot;
}

function buildRoot({ databaseUrl, signInSecret: secret, webPort }: AppEnvironment): Root {
  const db = createDatabase(databaseUrl);
  return {
    db,
    authentications: {
      plain: createAuthentication(db, { secret, webPort, isSecure: false }),
      secure: createAuthentication(db, { secret, webPort, isSecure: true }),
    },
  };
}

export const database = (): Database => root().db;

const now = (): Date => new Date();

/** What Kituo does by itself or before anybody is signed in. */
export function systemContext(id: string): ServiceContext {
  return { db: database(), now, actor: { kind: "system", id, name: "Kituo" } };
}

/** The sign-in machinery for the scheme this request came over; a proxy in front tells it. */
export async function authentication(): Promise<Authentication> {
  const scheme = (await headers()).get("x-forwarded-proto")?.split(",")[0]?.trim();
  return scheme === "https" ? root().authentications.secure : root().authentications.plain;
}

type OperatorActor = Extract<Actor, { kind: "operator" }>;
export type SignedIn = { readonly actor: OperatorActor; readonly email: string; readonly ctx: ServiceContext };

/** Who is signed in, read once per request; null for nobody. A page cannot renew the cookie, so it does not try. */
export const signedIn = cache(async (): Promise<SignedIn | null> => readSignIn({ disableRefresh: true }));

/** The same for a route handler, which can renew the cookie of someone who works through its last day. */
export async function renewedSignIn(): Promise<SignedIn | null> {
  return readSignIn({});
}

async function readSignIn(query: { readonly disableRefresh?: boolean }): Promise<SignedIn | null> {
  const { api } = await authentication();
  const found = await api.getSession({ headers: await headers(), query });
  if (found === null) return null;
  const { id, name, email, role } = found.user;
  const actor: OperatorActor = { kind: "operator", id, name, role: isRole(role) ? role : "viewer" };
  return { actor, email, ctx: { db: database(), now, actor } };
}

/** The verbs' context for the signed-in operator; nobody signed in = off to the sign-in page. */
export async function operatorContext(): Promise<ServiceContext> {
  const found = await signedIn();
  if (found === null) redirect(await loginPath());
  return found.ctx;
}

/** The sign-in page, which leads back to where this request wanted to go. */
export async function loginPath(): Promise<string> {
  const path = (await headers()).get("x-path") ?? "/";
  return path === "/" ? "/login" : `/login?next=${encodeURIComponent(path)}`;
}
