import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { get, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, vi } from "vitest";
import { createAuthority, issueCertificate } from "../../support/certificates";
import { type FreshDatabase, freshDatabase } from "../../support/database";
import { aGrant, aVerifiedRelease } from "../../support/firmware";
import { startGateway, type TestGateway } from "../../support/gateway";

const LIMITS = { atOnceMax: 24, atOncePerAddressMax: 2, idleMsMax: 1_500, durationMsMax: 60_000 };
export const BYTES = 1_000_003;

export const authority = createAuthority({ commonName: "root" });
const server = issueCertificate(authority, { commonName: "localhost", isFor: "Server", hosts: ["localhost"] });

/** A gateway for a file of tests, with a folder for its pieces, and images on it. */
export function downloads() {
  let database: FreshDatabase;
  let folder: string;
  let kituo: TestGateway;
  const aGateway = (bytesMax = 1_000_000_000, limits = LIMITS): Promise<TestGateway> =>
    startGateway({
      databaseUrl: database.url,
      firmware: { cache: { folder, bytesMax }, limits },
      tls: { pairs: [server], clientAuthority: null },
    });
  beforeAll(async () => {
    database = await freshDatabase();
    folder = await mkdtemp(path.join(tmpdir(), "kituo-pieces-"));
    kituo = await aGateway();
  });
  afterAll(async () => {
    await kituo.stop();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const grantOf = (id: string) => kituo.db.downloadGrant.findUniqueOrThrow({ where: { id } });
  return {
    /** Known once the tests begin. */
    get here() {
      return { kituo, folder, databaseUrl: database.url };
    },
    /** One more over the same database and folder. */
    aGateway,
    /** An image with a grant at it, and where it is on the gateway. */
    anImage: async (size = BYTES, options: Parameters<typeof aGrant>[2] = {}) => {
      const { release, data } = await aVerifiedRelease(kituo.db, { size });
      const grant = await aGrant(kituo.db, release, options);
      return { release, data, grant, ...grant, url: `${placeOf(kituo)}/${grant.secret}/${release.fileName}` };
    },
    grantOf,
    until: (id: string, wanted: object) =>
      vi.waitFor(async () => expect(await grantOf(id)).toMatchObject(wanted), 5_000),
  };
}

export const placeOf = ({ ocppUrl }: TestGateway): string =>
  ocppUrl.replace("ws:", "http:").replace("/ocpp", "/firmware");
export const sha256 = (data: Uint8Array): string => createHash("sha256").update(data).digest("hex");

/** A response whose body nobody has read yet. */
export const asked = (url: string, headers: Record<string, string> = {}): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    get(url, { headers, agent: false }, resolve).on("error", reject);
  });

type Came = { readonly data: Buffer; readonly isWhole: boolean };

/** Reads until the end, until it is cut off, or until there is enough. */
export async function read(response: IncomingMessage, enough = Number.POSITIVE_INFINITY): Promise<Came> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of response) {
      parts.push(part);
      bytes += part.length;
      if (bytes >= enough) break;
    }
  } catch {
    return { data: Buffer.concat(parts), isWhole: false };
  }
  return { data: Buffer.concat(parts), isWhole: response.complete };
}
