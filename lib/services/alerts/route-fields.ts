import { randomBytes } from "node:crypto";
import { z } from "zod";
import { ALERT_KINDS, SEVERITIES } from "@/lib/domain/alerts/alert-rule";
import { ROUTE_CHANNELS, type RouteChannel } from "@/lib/domain/alerts/alert-view";
import { ServiceError } from "../errors";
import { isUniqueViolation } from "../unique-violation";

export const routeFields = {
  name: z.string().trim().min(1).max(200),
  isOn: z.boolean(),
  /** E-mail: addresses with commas between; webhook: an http or https URL. */
  target: z.string().trim().min(1).max(2000),
  /** The least severe that is told. */
  severity: z.enum(SEVERITIES),
  /** Empty: all. */
  kinds: z.array(z.enum(ALERT_KINDS)).max(ALERT_KINDS.length),
  tellsResolved: z.boolean(),
} as const;

export const channelField = z.enum(ROUTE_CHANNELS);

const ADDRESSES_MAX = 20;
const address = z.email().max(320);

/** The target as it is kept. Throws Invalid where nothing can be sent there. */
export function checkTarget(channel: RouteChannel, target: string): string {
  return channel === "Email" ? checkAddresses(target) : checkUrl(target);
}

function checkAddresses(target: string): string {
  const addresses = target.split(/[,;\s]+/u).filter((part) => part !== "");
  const wrong = addresses.find((part) => !address.safeParse(part).success);
  if (wrong !== undefined) throw new ServiceError("Invalid", `${wrong} is no e-mail address.`, "target");
  if (addresses.length === 0 || addresses.length > ADDRESSES_MAX) {
    throw new ServiceError("Invalid", `Between 1 and ${ADDRESSES_MAX} addresses are needed.`, "target");
  }
  return addresses.join(", ");
}

function checkUrl(target: string): string {
  const url = URL.canParse(target) ? new URL(target) : null;
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw new ServiceError("Invalid", "A URL that begins with https:// or http:// is needed.", "target");
  }
  if (url.username !== "" || url.password !== "") {
    throw new ServiceError("Invalid", "A URL with a name and password in it is not taken.", "target");
  }
  return url.href;
}

/** What a receiver checks signatures with. */
export const newRouteSecret = (): string => `whsec_${randomBytes(32).toString("base64url")}`;

/** For `catch` of a write: what it failed for, in words where it is the name. */
export const takenRouteName =
  (name: string) =>
  (error: unknown): never => {
    throw isUniqueViolation(error) ? new ServiceError("Conflict", `There is already a route ${name}.`, "name") : error;
  };
