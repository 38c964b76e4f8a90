import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/** Station passwords are long and random or rate-limited, and thousands of stations sign in at once. */
const COST = { N: 4096, r: 8, p: 1 } as const;
const BYTES = 32;
const FORM = /^scrypt\$(\d{1,7})\$(\d{1,2})\$(\d{1,2})\$([\w-]+)\$([\w-]+)$/;

/** `scrypt$4096$8$1$salt$hash`, both base64url. */
export async function hashPassword(password: Buffer | string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, BYTES, COST);
  return ["scrypt", COST.N, COST.r, COST.p, salt.toString("base64url"), hash.toString("base64url")].join("$");
}

/** Compares without telling by its time how much was right. A hash of another form fits nothing. */
export async function verifyPassword(hash: string, password: Buffer): Promise<boolean> {
  const [, N, r, p, salt, expected] = FORM.exec(hash) ?? [];
  if (salt === undefined || expected === undefined) return false;
  const wanted = Buffer.from(expected, "base64url");
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  return timingSafeEqual(await derive(password, Buffer.from(salt, "base64url"), wanted.length, cost), wanted);
}

function derive(
  password: Buffer | string,
  salt: Buffer,
  bytes: number,
  cost: { readonly N: number; readonly r: number; readonly p: number },
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, bytes, cost, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}
