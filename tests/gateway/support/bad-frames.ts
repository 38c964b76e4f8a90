import { SAID } from "./raw-station";

const AN_ID = "i".repeat(256);

/** Text, and the error code in 1.6 and in 2.0.1; the answer's id where it is not "id-1". */
export const UNREADABLE: readonly (readonly [what: string, text: string, in16: string, in201: string, id?: unknown])[] =
  [
    ["text that is no JSON", "hello", "FormationViolation", "RpcFrameworkError", "-1"],
    ["a call cut short", '[2,"id-1","BootNotification",{"cha', "FormationViolation", "RpcFrameworkError"],
    ["a value left out", '[2,"id-1","MeterValues",{"transactionId":,}]', "FormationViolation", "RpcFrameworkError"],
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
  [
    "a missing field",
    "BootNotification",
    { chargePointVendor: "V" },
    { reason: "PowerUp" },
    "OccurenceConstraintViolation",
    "OccurrenceConstraintViolation",
  ],
  [
    "a wrong type",
    "StatusNotification",
    { ...SAID["1.6"].status(1, "Available"), connectorId: "one" },
    { ...SAID["2.0.1"].status(1, "Available"), evseId: "one" },
    "TypeConstraintViolation",
    "TypeConstraintViolation",
  ],
  [
    "a word outside the enumeration",
    "StatusNotification",
    { ...SAID["1.6"].status(1, "Available"), status: "Great" },
    { ...SAID["2.0.1"].status(1, "Available"), connectorStatus: "Great" },
    "PropertyConstraintViolation",
    "PropertyConstraintViolation",
  ],
  [
    "an unknown field",
    "Heartbeat",
    { colour: "red" },
    { colour: "red" },
    "PropertyConstraintViolation",
    "PropertyConstraintViolation",
  ],
  [
    "a key that reaches for the prototype",
    "Heartbeat",
    JSON.parse('{"__proto__":{"polluted":true}}'),
    JSON.parse('{"__proto__":{"polluted":true}}'),
    "PropertyConstraintViolation",
    "PropertyConstraintViolation",
  ],
  [
    "an address beyond 32 bits",
    "StatusNotification",
    { ...SAID["1.6"].status(1, "Available"), connectorId: 99_999_999_999 },
    { ...SAID["2.0.1"].status(1, "Available"), evseId: 99_999_999_999 },
    "PropertyConstraintViolation",
    "PropertyConstraintViolation",
  ],
  [
    "an address below zero",
    "StatusNotification",
    { ...SAID["1.6"].status(1, "Available"), connectorId: -1 },
    { ...SAID["2.0.1"].status(1, "Available"), evseId: -1 },
    "PropertyConstraintViolation",
    "PropertyConstraintViolation",
  ],
];
