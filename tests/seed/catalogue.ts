/** What a fleet is made of. Makes and streets are made up; cities and zones are real. */

type City = {
  readonly code: string;
  readonly name: string;
  readonly timeZone: string;
  readonly streets: readonly [string, string, string];
  /** How many of the sites are there, beside the others. */
  readonly weight: number;
};

export const CITIES: readonly City[] = [
  city("NBO", "Nairobi", "Africa/Nairobi", 14, ["Waiyaki Way", "Ngong Road", "Mombasa Road"]),
  city("MBA", "Mombasa", "Africa/Nairobi", 6, ["Moi Avenue", "Nyali Road", "Links Road"]),
  city("KIS", "Kisumu", "Africa/Nairobi", 3, ["Oginga Odinga Street", "Kakamega Road", "Ring Road"]),
  city("DAR", "Dar es Salaam", "Africa/Dar_es_Salaam", 6, ["Bagamoyo Road", "Samora Avenue", "Nyerere Road"]),
  city("KGL", "Kigali", "Africa/Kigali", 4, ["KN 3 Road", "KG 7 Avenue", "Boulevard de l'Umuganda"]),
  city("LOS", "Lagos", "Africa/Lagos", 5, ["Awolowo Road", "Broad Street", "Ikorodu Road"]),
  city("CPT", "Cape Town", "Africa/Johannesburg", 5, ["Long Street", "Main Road", "Voortrekker Road"]),
  city("BER", "Berlin", "Europe/Berlin", 12, ["Marktstraße", "Karl-Marx-Allee", "Seestraße"]),
  city("MUC", "München", "Europe/Berlin", 7, ["Leopoldstraße", "Landsberger Straße", "Rosenheimer Straße"]),
  city("OSL", "Oslo", "Europe/Oslo", 9, ["Storgata", "Trondheimsveien", "Ringveien"]),
  city("AMS", "Amsterdam", "Europe/Amsterdam", 9, ["Stadhouderskade", "Overtoom", "Haarlemmerweg"]),
  city("LIS", "Lisboa", "Europe/Lisbon", 4, ["Avenida da Liberdade", "Rua Augusta", "Avenida de Roma"]),
  city("LON", "London", "Europe/London", 8, ["High Street", "Station Road", "Old Kent Road"]),
  city("NYC", "New York", "America/New_York", 5, ["Atlantic Avenue", "Queens Boulevard", "Broadway"]),
  city("DEN", "Denver", "America/Denver", 2, ["Colfax Avenue", "Federal Boulevard", "Larimer Street"]),
  city("SYD", "Sydney", "Australia/Sydney", 3, ["Parramatta Road", "George Street", "Anzac Parade"]),
  city("BLR", "Bengaluru", "Asia/Kolkata", 4, ["Hosur Road", "MG Road", "Old Airport Road"]),
];

export const SITE_KINDS = ["Mall", "Station", "Depot", "Airport", "Hospital", "Hotel", "Campus", "Car Park", "Market"];

export const TAGS = ["public", "fleet", "staff", "highway", "test", "priority", "solar"];

type Model = {
  readonly vendor: string;
  readonly model: string;
  readonly isDc: boolean;
  readonly powerW: number;
  readonly evses: { readonly min: number; readonly max: number };
  /** 2 where an EVSE has a CCS and a CHAdeMO plug. */
  readonly connectors: number;
  /** Oldest first; most run one of the newest. */
  readonly versions: readonly string[];
  readonly protocols: readonly string[];
  readonly weight: number;
};

const V16 = "ocpp1.6";
const V201 = "ocpp2.0.1";
const V21 = "ocpp2.1";

export const MODELS: readonly Model[] = [
  ac("Kituo", "Bonde 22", 22_000, 20, ["1.2.0", "1.3.1", "1.4.2", "1.5.0"], [V16, V16, V201]),
  ac("Nordvolt", "Fjell 11", 11_000, 14, ["3.0.8", "3.1.0", "3.1.4", "3.2.0"], [V16]),
  ac("Nordvolt", "Fjell 22 Duo", 22_000, 12, ["3.1.4", "3.2.0", "3.2.1"], [V16, V201]),
  ac("Ampera Systems", "WallPoint S", 7_400, 10, ["WP-2.14", "WP-2.15", "WP-2.17"], [V16]),
  ac("Ampera Systems", "StreetPoint", 22_000, 9, ["SP-4.0", "SP-4.1", "SP-4.1.1"], [V201, V201, V21]),
  ac("Lumen EV", "Post 2", 11_000, 8, ["2023.11", "2024.03", "2024.09", "2025.02"], [V16]),
  dc("Kituo", "Mlima 150", 150_000, 9, ["1.3.1", "1.4.2", "1.5.0"], [V16, V201, V21]),
  dc("Voltaire", "HPC 300", 300_000, 6, ["7.2.0-r4", "7.2.1-r1", "7.3.0-r0"], [V201, V21]),
  dc("Voltaire", "Rapide 50", 50_000, 6, ["5.9.2", "5.9.7", "6.0.0"], [V16]),
  dc("Guangneng", "GN-DC120", 120_000, 4, ["V1.0.3.22", "V1.0.4.01", "V1.1.0.00"], [V16, V16, V201]),
  dc("Guangneng", "GN-DC60", 60_000, 2, ["V1.0.3.22", "V1.0.4.01"], [V16]),
];

function city(
  ...[code, name, timeZone, weight, streets]: readonly [string, string, string, number, City["streets"]]
): City {
  return { code, name, timeZone, weight, streets };
}

type Make = readonly [
  vendor: string,
  model: string,
  powerW: number,
  weight: number,
  versions: readonly string[],
  protocols: readonly string[],
];

function ac(...[vendor, model, powerW, weight, versions, protocols]: Make): Model {
  const evses = { min: 1, max: model.endsWith("Duo") ? 4 : 2 };
  return { vendor, model, isDc: false, powerW, evses, connectors: 1, versions, protocols, weight };
}

function dc(...[vendor, model, powerW, weight, versions, protocols]: Make): Model {
  return { vendor, model, isDc: true, powerW, evses: { min: 1, max: 2 }, connectors: 2, versions, protocols, weight };
}
