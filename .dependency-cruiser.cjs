/** The import rules of the house. `tests/fences.test.ts` proves that each of them bites. */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: "error",
  from: { path: from },
  to: { pathNot: allowed },
});
const never = (name, from, to, comment) => ({
  name,
  comment,
  severity: "error",
  from: { path: from },
  to: { path: to },
});

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    only(
      "domain-is-pure",
      "^lib/domain/",
      ["^lib/domain/", "^node_modules/temporal-"],
      "lib/domain decides; it imports nothing but itself, and time zones.",
    ),
    never(
      "lib-knows-no-caller",
      "^lib/",
      "^(app|components|ocpp-gateway|tests)/",
      "lib is shared by both processes and knows neither.",
    ),
    never(
      "services-know-no-framework",
      "^lib/services/",
      "^lib/env/|^node_modules/(next|react|ws|socket\\.io)/",
      "Configuration comes as arguments; verbs know no transport.",
    ),
    never(
      "gateway-knows-no-ui",
      "^ocpp-gateway/",
      "^(app|components|tests)/|^node_modules/(next|react)(-dom)?/",
      "The gateway runs without Next.",
    ),
    never(
      "ui-knows-no-wire",
      "^(app|components)/",
      "^ocpp-gateway/",
      "The dashboard speaks the domain. Meet the gateway in the database.",
    ),
    never(
      "components-touch-no-data",
      "^components/",
      "^lib/(db|services|env)/",
      "Components get data as props or through lib/live.",
    ),
    never(
      "db-only-behind-services",
      "^(app/(?!context\\.ts)|ocpp-gateway/(?!main\\.ts))",
      "^lib/db/",
      "lib/services own the transaction; only the two roots build the client.",
    ),
    never(
      "versions-stay-in-adapters",
      "^ocpp-gateway/(?!adapters/|schemas/|main\\.ts)",
      "^ocpp-gateway/(adapters|schemas)/v",
      "Ask the adapter; do not ask which version it is.",
    ),
    never(
      "v16-knows-no-v2",
      "^ocpp-gateway/adapters/v16",
      "^ocpp-gateway/adapters/v2",
      "1.6 and 2.x meet in lib/domain only.",
    ),
    never(
      "v2-knows-no-v16",
      "^ocpp-gateway/adapters/v2",
      "^ocpp-gateway/adapters/v16",
      "1.6 and 2.x meet in lib/domain only.",
    ),
    never(
      "wire-is-pure",
      "^ocpp-gateway/(wire|adapters)/",
      "^(node:)?(fs|net|http|https|timers)$|^node_modules/(ws|socket\\.io|@prisma)/",
      "Protocol logic does no IO.",
    ),
    never(
      "simulator-shares-no-code",
      "^tests/simulator/",
      "^(ocpp-gateway/(?!schemas/)|lib|app|components)/",
      "The simulator is an independent witness: it shares no code with what it tests but the official schemas.",
    ),
    {
      name: "no-dev-dependency-shipped",
      severity: "error",
      from: { path: "^(app|components|lib|ocpp-gateway)/" },
      to: { dependencyTypes: ["npm-dev"], pathNot: "@types/" },
    },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.next|\\.data|lib/db/generated)" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
