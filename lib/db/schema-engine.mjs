import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

/**
 * Prisma's own schema engine, inside this process: the CLI would fetch a binary of it from a host
 * that closed networks do not reach.
 * @typedef {import("@prisma/schema-engine-wasm").SchemaEngine} SchemaEngine
 */

/** @type {Promise<void> | null} */
let loaded = null;

/**
 * Runs the engine over one connection, so that a transaction begun on it holds all that the engine does.
 * @template T
 * @param {pg.Client} client
 * @param {(engine: SchemaEngine) => Promise<T>} work
 * @param {(error: unknown) => void} [onScriptError] Gets what a script failed with, before the engine words it.
 * @returns {Promise<T>}
 */
export async function withSchemaEngine(client, work, onScriptError = () => undefined) {
  loaded ??= load();
  await loaded;
  const factory = bindMigrationAwareSqlAdapterFactory(new CatalogueFactory(client, onScriptError));
  const engine = await bindings.SchemaEngine.new({ datamodels: undefined }, () => undefined, factory);
  try {
    return await work(engine);
  } catch (error) {
    throw panicRegistry.message === "" ? error : new Error(`Prisma's schema engine broke: ${panicRegistry.message}`);
  } finally {
    engine.free();
  }
}

/** Where the engine leaves its words when it breaks; without it the words are lost. */
const panicRegistry = {
  message: "",
  set_message: (/** @type {string} */ message) => void (panicRegistry.message = message),
};

/** The package's own loader wants a bundler that imports .wasm files; Node 20 cannot. */
async function load() {
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: panicRegistry });
  const entry = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm");
  const bytes = await readFile(entry.replace(/schema_engine\.js$/, "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": { ...bindings } });
  bindings.__wbg_set_wasm(instance.exports);
  const begin = instance.exports["__wbindgen_start"];
  if (typeof begin !== "function") throw new Error("This is not Prisma's schema engine.");
  begin();
}

/** Types of PostgreSQL: its internal one-byte "char", and text. */
const CHAR = 18;
const TEXT = 25;

/** Looks like a pool and always gives the same connection. */
class OneConnection extends pg.Pool {
  /** Names of the "char" columns of the last answer. @type {readonly string[]} */
  charColumns = [];

  /** @param {pg.Client} client */
  constructor(client) {
    super({ max: 1 });
    this.query = async (/** @type {pg.QueryArrayConfig} */ query, /** @type {unknown[]} */ values) => {
      const result = await client.query(query, values);
      const chars = (result.fields ?? []).filter((field) => field.dataTypeID === CHAR);
      this.charColumns = chars.map((field) => field.name);
      for (const field of chars) field.dataTypeID = TEXT;
      return result;
    };
  }
}

/**
 * Prisma's adapter with two gaps closed: it refuses "char", of which the system catalogue is full, and it
 * cuts a script at every semicolon, which breaks function bodies; PostgreSQL takes a script whole.
 */
class CatalogueFactory extends PrismaPg {
  /** @param {pg.Client} client @param {(error: unknown) => void} onScriptError */
  constructor(client, onScriptError) {
    const connection = new OneConnection(client);
    super(connection);
    this.connection = connection;
    this.executeScript = async (/** @type {string} */ script) => {
      try {
        await client.query(script);
      } catch (error) {
        onScriptError(error);
        throw error;
      }
    };
  }

  async connect() {
    const adapter = await super.connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    return Object.assign(adapter, {
      executeScript: this.executeScript,
      queryRaw: async (/** @type {import("@prisma/driver-adapter-utils").SqlQuery} */ query) => {
        const result = await queryRaw(query);
        const chars = this.connection.charColumns;
        const columnTypes = result.columnTypes.map((type, index) =>
          chars.includes(result.columnNames[index] ?? "") ? ColumnTypeEnum.Character : type,
        );
        return { ...result, columnTypes };
      },
    });
  }
}
