/** A bare `ws` server: reads the frame, looks at nothing, answers. `ws.ts <port>` */
import { WebSocketServer } from "ws";
import { fixedAnswer } from "./answers";

const server = new WebSocketServer({ host: "127.0.0.1", port: Number(process.argv[2]) });

server.on("connection", (ws) => {
  const version = ws.protocol === "ocpp1.6" ? "1.6" : "2.0.1";
  ws.on("message", (data) => {
    const [, id, action] = JSON.parse((data as Buffer).toString()) as [number, string, string];
    ws.send(JSON.stringify([3, id, fixedAnswer(version, action)]));
  });
});
