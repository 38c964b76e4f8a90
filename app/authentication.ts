import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { nextCookies } from "better-auth/next-js";
import { PASSWORD_CHARACTERS_MIN } from "@/lib/services/auth/create-operator";
import type { ServiceContext } from "@/lib/services/context";

const DAY_SECONDS = 24 * 60 * 60;

type Settings = {
  readonly secret: string;
  /** Did the browser come over https? Then cookies are Secure and carry the `__Secure-` prefix. */
  readonly isSecure: boolean;
  readonly webPort: number;
};

/**
 * Sign-in, on our own table names. Only server actions and pages call it: its HTTP routes are not mounted,
 * so there is no sign-up from outside, and cross-site calls are refused by Next's own check of server actions.
 * Cookies do not know ports; the name does, so that two Kituos on one host do not sign each other out.
 */
export function createAuthentication(db: ServiceContext["db"], { secret, isSecure, webPort }: Settings) {
  return betterAuth({
    appName: "Kituo",
    baseURL: `http${isSecure ? "s" : ""}://localhost:${webPort}`,
    secret,
    database: prismaAdapter(db, { provider: "postgresql" }),
    user: {
      modelName: "operator",
      additionalFields: {
        role: { type: "string", input: false, defaultValue: "viewer" },
        language: { type: "string", input: false, required: false },
      },
    },
    session: { modelName: "signIn", expiresIn: 7 * DAY_SECONDS, updateAge: DAY_SECONDS },
    account: { modelName: "credential" },
    verification: { modelName: "verification" },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_CHARACTERS_MIN,
    },
    // Tries are counted by `limitTries`, per address and per account.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    advanced: {
      useSecureCookies: isSecure,
      cookiePrefix: `kituo-${webPort}`,
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax", secure: isSecure },
    },
    plugins: [nextCookies()],
  });
}

export type Authentication = ReturnType<typeof createAuthentication>;
