import { randomBytes } from "node:crypto";
import type { StationCommand } from "@/lib/domain/station-command";
import { secretHash } from "../auth/secret";
import type { Tx } from "../context";

/** Of the secret in an image's address: 43 characters of base64url. */
const SECRET_BYTES = 32;
/** Where images are on the stations' ports. What follows is the secret of one attempt, and the file's name. */
export const IMAGE_PLACE = "/firmware";
/** In the place of a secret: nothing is ever there. */
export const CANCELLED = "cancelled";

type Sending = { readonly commandId: string; readonly base: string | null; readonly now: Date };

/**
 * A campaign's update as it is sent: the address gets its host and its secret in the commit that counts it as sent, and
 * only the secret's hash is kept. `base`: how this station reaches us, `http://host:9220`. An update that names a place
 * elsewhere is left as it is. Short and without a query, since some stations cut addresses or drop queries.
 */
export async function addressedImage(
  tx: Tx,
  command: StationCommand,
  { commandId, base, now }: Sending,
): Promise<StationCommand> {
  if (command.type !== "UpdateFirmware" || !command.location.startsWith(`${IMAGE_PLACE}/`)) return command;
  if (base === null) throw new Error("a campaign's update needs to know how its station reaches us");
  const place = `${base.replace(/\/+$/, "")}${IMAGE_PLACE}`;
  const name = command.location.slice(IMAGE_PLACE.length + 1);
  const sent = { ...command, retrieveAt: now.toISOString() };
  if (name === CANCELLED) return { ...sent, location: `${place}/${CANCELLED}` };
  const secret = randomBytes(SECRET_BYTES).toString("base64url");
  const { count } = await tx.downloadGrant.updateMany({
    where: { attempt: { commandId }, secretHash: null },
    data: { secretHash: secretHash(secret) },
  });
  if (count !== 1) throw new Error("a campaign's update has no grant, or was sent before");
  return { ...sent, location: `${place}/${secret}/${name}` };
}
