const AN_ID = "i".repeat(256);

/** Text, and the error code in 1.6 and in 2.0.1; the answer's id where it is not "id-1". */
export const UNREADABLE: readonly (readonly [what: string, text: string, in16: string, in201: string, id?: unknown])[] =
  [
    ["text that is no JSON", "hello", "FormationViolation", "RpcFrameworkError", "-1"],
    ["a call cut short", '[2,"id-1","BootNotification",{"cha', "FormationViolation", "RpcFrameworkError"],
    ["braces left out", '[2,"id-1","MeterValues","transactionId":1]', "FormationViolation", "RpcFrameworkError"],
    ["an object", '{"id":"id-1"}', "FormationViolation", "RpcFrameworkError", "-1"],
    ["null", "null", "FormationViolation", "RpcFrameworkError", "-1"],
    ["an empty array", "[]", "FormationViolation", "RpcFrameworkError", "-1"],
    ["an array with a type alone", "[2]", "FormationViolation", "RpcFrameworkError", "-1"],
    ["a type that is text", '["2","id-1","Heartbeat",{}]', "FormationViolation", "RpcFrameworkError", "-1"],
    ["a type with a fraction", '[2.5,"id-1","Heartbeat",{}]', "FormationViolation", "RpcFrameworkError", "-1"],
    ["an id of null", '[2,null,"Heartbeat",{}]', "FormationViolation", "RpcFrameworkError", "-1"],
    ["an id without end", `[2,"${AN_ID}","Heartbeat",{}]`, "FormationViolation", "RpcFrameworkError", "-1"],
    ["no action", '[2,"id-1"]', "FormationViolation", "RpcFrameworkError"],
    ["an action that is a number", '[2,"id-1",5,{}]', "FormationViolation", "RpcFrameworkError"],
    ["a payload that is a list", '[2,"id-1","Heartbeat",[]]', "FormationViolation", "FormatViolation"],
    ["a payload that is text", '[2,"id-1","Heartbeat","now"]', "FormationViolation", "FormatViolation"],
    ["a message type nobody knows", '[9,"id-1","Heartbeat",{}]', "GenericError", "MessageTypeNotSupported"],
    ["a message type of 2.1", '[6,"id-1","NotifyPeriodicEventStream",{}]', "GenericError", "MessageTypeNotSupported"],
    [
      "ten thousand nested lists",
      `[2,"id-1","DataTransfer",{"vendorId":"v","data":${"[".repeat(10_000)}${"]".repeat(10_000)}}]`,
      "FormationViolation",
      "RpcFrameworkError",
    ],
    ["a NUL in the id", '[2,"id\0","Heartbeat",{', "FormationViolation", "RpcFrameworkError", "id\0"],
  ];

/** Action, payload per version, and the error code in 1.6 and in 2.0.1. */
export const REFUSED: readonly (readonly [
  what: string,
  action: string,
  in16: object,
  in201: object,
  code16: string,
  code201: string,
])[] = [
  ["an unknown action", "CustomOperation", {}, {}, "NotImplemented", "NotImplemented"],
  ["an action named like a built-in", "__proto__", {}, {}, "NotImplemented", "NotImplemented"],
  ["an action that only we may send", "Reset", { type: "Hard" }, { type: "Immediate" }, "NotSupported", "NotSupported"],
  ["a missing field", "Authorize", {}, {}, "OccurenceConstraintViolation", "OccurrenceConstraintViolation"],
  [
    "a wrong type",
    "DataTransfer",
    { vendorId: {} },
    { vendorId: {} },
    "TypeConstraintViolation",
    "TypeConstraintViolation",
  ],
];

/** What 2.x refuses and 1.6 must answer (quirks §I), though nothing in it can be used. */
export const REFUSED_BY_2X: readonly (readonly [what: string, in16: object, in201: object, code201: string])[] = [
  ["a wrong type", { connectorId: "one" }, { evseId: "one" }, "TypeConstraintViolation"],
  ["a word outside the enumeration", { status: "Great" }, { connectorStatus: "Great" }, "PropertyConstraintViolation"],
  [
    "an address beyond 32 bits",
    { connectorId: 99_999_999_999 },
    { evseId: 99_999_999_999 },
    "PropertyConstraintViolation",
  ],
  ["an address below zero", { connectorId: -1 }, { evseId: -1 }, "PropertyConstraintViolation"],
];
