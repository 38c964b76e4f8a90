import type { Role } from "./permissions";

/** An API key as its owner sees it; the key itself is shown once, when it is made. */
export type ApiKeyView = {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly role: Role;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
};
