/** A token that may charge, as the tokens page and the API see it. Instants are ISO strings. */
export type TokenView = {
  readonly uid: string;
  readonly type: string;
  readonly status: "Accepted" | "Blocked";
  readonly groupId: string | null;
  readonly label: string | null;
  readonly expiresAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
};
