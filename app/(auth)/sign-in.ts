import { APIError } from "better-auth/api";
import { headers } from "next/headers";
import { authentication, systemContext } from "@/app/context";
import { rememberLanguage } from "@/app/language";
import { isLanguage } from "@/lib/i18n/locale";
import { forgetTries, limitTries, type TryRule } from "@/lib/services/auth/limit-tries";

const PER_ADDRESS: TryRule = { triesMax: 10, windowSeconds: 60 };
/** Holds also when somebody tries from many addresses, or makes them up. */
const PER_ACCOUNT: TryRule = { triesMax: 20, windowSeconds: 15 * 60 };

export type SignInOutcome =
  | { readonly type: "SignedIn" }
  | { readonly type: "Refused" }
  | { readonly type: "TooManyTries"; readonly retryAfterSeconds: number };

/** Signs in and sets the cookie. The same answer for a wrong password and for an unknown address. */
export async function signInWith(given: { readonly email: string; readonly password: string }): Promise<SignInOutcome> {
  const ctx = systemContext("sign-in");
  const email = given.email.trim().toLowerCase();
  const rules = [
    [`sign-in:address:${await remoteAddress()}`, PER_ADDRESS],
    [`sign-in:account:${email}`, PER_ACCOUNT],
  ] as const;
  for (const [key, rule] of rules) {
    const { isAllowed, retryAfterSeconds } = await limitTries(ctx, key, rule);
    if (!isAllowed) return { type: "TooManyTries", retryAfterSeconds };
  }
  try {
    const { api } = await authentication();
    const { user } = await api.signInEmail({ body: { email, password: given.password }, headers: await headers() });
    // Whoever chose a language has it in every browser, also where somebody else signed in before.
    if (isLanguage(user.language)) await rememberLanguage(user.language);
  } catch (error) {
    if (error instanceof APIError && error.statusCode < 500) return { type: "Refused" };
    throw error;
  }
  for (const [key] of rules) await forgetTries(ctx, key);
  return { type: "SignedIn" };
}

/** The last hop is the one our own proxy, or Next itself, has seen. */
export async function remoteAddress(): Promise<string> {
  return (await headers()).get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "unknown";
}
