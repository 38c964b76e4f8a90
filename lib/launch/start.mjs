import { requireNode } from "./node-version.mjs";

requireNode();
const { runCommand } = await import("./failure.mjs");
const { runInstance } = await import("./instance.mjs");
await runCommand(() => runInstance({ purpose: "npm start", environment: process.env }));
