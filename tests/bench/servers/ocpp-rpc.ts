/** An `ocpp-rpc` server without a database. `ocpp-rpc.ts <port> strict|loose` */
import { timingSafeEqual } from "node:crypto";
import { RPCServer } from "ocpp-rpc";
import { ACTIONS, BENCH_PASSWORD, fixedAnswer } from "./answers";

const [port, mode] = process.argv.slice(2);
const password = Buffer.from(BENCH_PASSWORD);
const server = new RPCServer({ protocols: ["ocpp1.6", "ocpp2.0.1"], strictMode: mode === "strict" });

server.auth((accept, reject, handshake) => {
  const told = handshake.password === undefined ? null : Buffer.from(handshake.password);
  const isRight = told === null || (told.length === password.length && timingSafeEqual(told, password));
  if (isRight) accept();
  else reject(401, "Unauthorized");
});

server.on("client", (client: RpcClient) => {
  const version = client.protocol === "ocpp1.6" ? "1.6" : "2.0.1";
  for (const action of ACTIONS) client.handle(action, () => fixedAnswer(version, action));
});

await server.listen(Number(port), "127.0.0.1");

type RpcClient = {
  readonly protocol: string;
  readonly handle: (action: string, handler: () => object) => void;
};
