import { RPCClient } from "ocpp-rpc";

/** A station built on somebody else's OCPP client, which checks every message both ways against the schemas. */
export type ForeignClient = {
  connect(): Promise<unknown>;
  call(action: string, payload: object): Promise<unknown>;
  handle(action: string, handler: (call: { readonly params: Record<string, unknown> }) => object): void;
  on(event: "close", listener: () => void): void;
  close(): Promise<unknown>;
};

export function foreignClient(options: {
  readonly endpoint: string;
  readonly identity: string;
  readonly protocol: "ocpp1.6" | "ocpp2.0.1";
  readonly password?: string;
}): ForeignClient {
  const { protocol, ...rest } = options;
  const settings = { ...rest, protocols: [protocol], strictMode: true, reconnect: false };
  // Its types ask for every option although each has a default, and know fewer handlers than it takes.
  return new RPCClient(settings as ConstructorParameters<typeof RPCClient>[0]) as unknown as ForeignClient;
}
