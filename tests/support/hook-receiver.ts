import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { portOf } from "./port-of";

export type HookReceiver = {
  readonly url: string;
  readonly calls: readonly { readonly headers: IncomingHttpHeaders; readonly body: string }[];
  readonly stop: () => Promise<void>;
};

/** Takes webhooks and answers them as it is told; an `answer` that ends nothing hangs. */
export async function startReceiver(answer: (response: ServerResponse, n: number) => void): Promise<HookReceiver> {
  const calls: { headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => {
      body += text;
    });
    request.on("end", () => {
      calls.push({ headers: request.headers, body });
      answer(response, calls.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${portOf(server)}/hook`,
    calls,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
