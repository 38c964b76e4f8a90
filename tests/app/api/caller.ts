import { createApi } from "@/app/api/v1/api";
import type { Role } from "@/lib/domain/permissions";
import { createApiKey } from "@/lib/services/auth/create-api-key";
import { type Books, openBooks, T0 } from "../../services/books";

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
};

export type Caller = {
  readonly books: Books;
  readonly keys: Readonly<Record<Role, string>>;
  /** Calls `/api/v1<path>`, as an engineer unless told otherwise. */
  readonly call: (method: string, path: string, options?: CallOptions) => Promise<Answer>;
  /** The answer as it came, for what is no JSON. */
  readonly fetch: (path: string, as: Role) => Promise<Response>;
  /** What went wrong on our side; unless it is taken out, closing fails. */
  readonly errors: unknown[];
  readonly close: () => Promise<void>;
};

type CallOptions = {
  readonly json?: unknown;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly as?: Role | "nobody";
};

/** The API over a database of its own, with a key for every role. At T0 unless told to live in the present. */
export async function openCaller({ isLive = false }: { readonly isLive?: boolean } = {}): Promise<Caller> {
  const books = await openBooks();
  const errors: unknown[] = [];
  const api = createApi({
    db: books.db,
    now: () => (isLive ? new Date() : T0),
    publicOcppUrl: null,
    ocppPort: 9220,
    ocppsPort: null,
    onError: (error) => errors.push(error),
  });
  const keyOf = async (role: Role): Promise<string> =>
    (await createApiKey(books.as("admin"), { name: role, role })).key;
  const keys = {
    viewer: await keyOf("viewer"),
    operator: await keyOf("operator"),
    engineer: await keyOf("engineer"),
    approver: await keyOf("approver"),
    admin: await keyOf("admin"),
  };
  return {
    books,
    keys,
    errors,
    fetch: async (path, as) =>
      api.fetch(
        new Request(`http://console.example:3000/api/v1${path}`, { headers: { Authorization: `Bearer ${keys[as]}` } }),
      ),
    call: async (method, path, { json, text, headers = {}, as = "engineer" } = {}) => {
      const body = json === undefined ? text : JSON.stringify(json);
      const response = await api.fetch(
        new Request(`http://console.example:3000/api/v1${path}`, {
          method,
          headers: {
            ...(body === undefined ? {} : { "Content-Type": "application/json" }),
            ...(as === "nobody" ? {} : { Authorization: `Bearer ${keys[as]}` }),
            ...headers,
          },
          ...(body === undefined ? {} : { body }),
        }),
      );
      const answered = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        body: answered === "" ? {} : (JSON.parse(answered) as Record<string, unknown>),
      };
    },
    close: async () => {
      await books.close();
      if (errors.length > 0) throw new AggregateError(errors, "the API failed on its own account");
    },
  };
}
