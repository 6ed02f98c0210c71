/* What the map's scripts are given: the files that projects/presentation/web*.py write, and the messages between
   the map and the page around it (projects/presentation/webmap.py, mapactions.py). Checked, never loaded:
   tests/javascript/tsconfig.json. */

type Lang = "zh" | "en";
type Datum = "wgs84" | "gcj02";
type Words = { [lang in Lang]?: string };
type Named = { label_zh: string; label_en: string };
type LonLat = [lon: number, lat: number];
type LatLon = [lat: number, lon: number];
type XY = [x: number, y: number];
type Box = [left: number, top: number, right: number, bottom: number];
/* As in the page's link. */
type Query = Record<string, string[]>;

/* webdata.py, _config */
interface Config {
  families: (Named & { code: string; colour: string })[];
  industries: (Named & { code: string; family: number; glyph: string })[];
  levels: (Named & { code: string })[];
  kinds: (Named & { code: string })[];
  documents: (Named & {
    document: string;
    title: string;
    scope: string;
    kind: string;
    period_start: number | null;
    period_end: number | null;
  })[];
  stages: (Named & { code: string })[]; // of the stand-alone file only, as the chains
  chains: (Named & { code: string })[];
  states: Record<string, Named>;
  plans: { title: string; scope: string; kind: string; years: string }[];
  basemaps: Basemap[];
  texts: { [lang in Lang]: Record<string, string> };
  lines: number[][][]; // of the country's map only, as its bounds
  bounds: Box;
}

interface Basemap extends Named {
  code: string;
  refused?: { [lang in Lang]: string } | null;
  datum: Datum;
  urls: string[];
  subdomains: string;
  max_zoom: number;
  attribution: string;
}

/* webareas.py */
interface AreaProperties {
  code: string;
  name: string;
  short_name: string;
  level: "county" | "zone" | "town" | "park";
  parent: string;
  dashed: boolean;
  lon: number;
  lat: number;
  radius_m: number | null;
  radius: { [lang in Lang]: string };
  is_urban?: boolean;
  label_points: LonLat[];
}
type Area = GeoJSON.Feature<GeoJSON.Geometry, AreaProperties>;
type Outline = GeoJSON.Feature<GeoJSON.Polygon | GeoJSON.MultiPolygon, Record<string, never>>;

interface AreaCollection {
  bbox: Box;
  outline: Outline;
  features: Area[];
  ground?: PackedGround;
}

/* webground.py */
interface PackedGround {
  around: { name: string; at: LonLat; rings: number[][] }[];
  cities: { name: string; at: LonLat; rings: number[][] }[];
  lines: GroundLine<LonLat>[];
  stations: { name: string; at: LonLat }[];
}
interface GroundLine<Point> {
  name: string;
  kind: string;
  dashed: boolean;
  planned: boolean;
  paths: Point[][];
}

/* webdata.py, _write_records; every base64 is one number for each record, in the browser's order */
interface PackedRecords {
  count: number;
  level: string;
  industry: string;
  project: string;
  kind: string;
  investment: string;
  town: string;
  town_sets: string[][];
  county: string;
  county_sets: string[][];
  places: {
    count: number;
    codes: string[];
    lon: string;
    lat: string;
    lon_gcj02: string;
    lat_gcj02: string;
    level: string;
    radius: string;
    start: string;
    list: string;
  };
  counties: Record<string, number[]>;
  lines: Line[];
  year_base: number;
  year_start: string;
  year_end: string;
  chunk_size: number;
  chunk_folder: string;
  history_folder: string;
  search: string;
  wall: string;
  fields: (keyof Details)[];
}

interface Line {
  name: string;
  dashed: boolean;
  paths: LatLon[][];
  paths_gcj02: LatLon[][];
  list: number[];
}

/* What main.js makes of them. */
interface Records extends Omit<PackedRecords,
  "level" | "industry" | "project" | "kind" | "investment" | "town" | "county" | "places" | "year_start" | "year_end"> {
  level: Uint8Array;
  industry: Uint8Array;
  project: Uint32Array;
  kind: Uint8Array;
  investment: Float32Array;
  town: Uint16Array;
  county: Uint16Array;
  year_start: Uint8Array;
  year_end: Uint8Array;
  family: Uint8Array;
  multiLevel: number;
  chunk_base: string;
  history_base: string;
  places: Places;
}

interface Places {
  count: number;
  codes: string[];
  degrees: { [datum in Datum]: [lon: Float64Array, lat: Float64Array] };
  lon?: Float64Array; // those of the datum that is drawn (PM.symbols.setDatum)
  lat?: Float64Array;
  level: Uint8Array;
  radius: Float32Array;
  start: Uint32Array;
  list: Uint32Array;
}

/* One record's texts: webdata.py, FIELDS. */
interface Details {
  id: string;
  name: string;
  kind: number;
  industry: number;
  document: number;
  section: string;
  item: string;
  years: string;
  is_own_period: boolean;
  stage_zh: string;
  stage_en: string;
  place_zh: string;
  place_en: string;
  entity: string;
  scale: string;
  investment_zh: string;
  investment_en: string;
  target_zh: string;
  target_en: string;
  responsible: string;
  evidence_zh: string[];
  evidence_en: string[];
  name_en: string;
  history: number | null;
  desk: Deed[] | null;
}

/* webdesk.py */
interface Deed {
  did: string;
  undone?: string;
  name?: string;
  changes?: string[][];
  why?: string;
  by: string;
  at: string;
}

/* webhistory.py */
interface Life {
  rows: LifeRow[];
  related: { side: string; named: [record: number, name: string]; plan: number }[];
}
interface LifeRow {
  plan: number;
  state: string;
  named?: [record: number, name: string][];
  more?: number;
  said?: [looks: string, zh: string, en: string, words: string][];
  changes?: string[];
  investment_zh?: string;
  investment_en?: string;
  scale?: string;
  place?: string;
}

/* websearch.py */
interface SearchIndex {
  places: [code: string, name: string][];
  companies: [name: string, records: number[]][];
  records: string[];
  readings: Record<string, string>;
  spelled: Record<string, string>;
}

/* webwall.py */
interface PackedWall {
  key: string;
  stage: string;
  stages: { [lang in Lang]: string }[];
  investment: string;
  target: string;
  entity: string;
  entities: [zh: string, en: string][];
  place: string;
  places: [zh: string, en: string][];
  chains: Chain[];
  sources: { title: string; issuer: string; issued: string }[];
  as_of: string;
  edition: string;
  contacts: { [lang in Lang]: string }[];
}
interface Wall extends Omit<PackedWall, "key" | "stage" | "investment" | "target" | "entity" | "place"> {
  key: Uint32Array;
  stage: Uint8Array;
  investment: Float64Array;
  target: Float64Array;
  entity: Uint32Array;
  place: Uint32Array;
}
interface Chain {
  code: string;
  zh: string;
  en: string;
  industries: string[];
  families: string[];
  links: { link: string; zh: string; en: string }[];
  records: number[];
  at: number[];
}

/* webchoices.py; `start` and `list` are base64 in the file */
type Choices = Record<string, Choice>;
interface Choice {
  zh: string[];
  en: string[];
  values: string[];
  start: Uint32Array;
  list: Uint32Array;
}
/* What the page's widgets choose: labels of lists, and the years where they are not all. */
interface Chosen {
  lists: Record<string, string[]>;
  years: [first: number, last: number] | null;
}

/* scenes.py */
interface Look {
  lon: number;
  lat: number;
  zoom: number;
  layers: Record<string, boolean>;
  shading: string;
  background: string;
}
interface Scene extends Look {
  title: Words;
  caption: Words;
  query: Query;
  size?: [width: number, height: number];
}
interface Tour {
  title: Words;
  scenes: Scene[];
  name?: string;
  is_own?: boolean;
}
interface Saved {
  views: Scene[];
  tours: Tour[];
}

/* ownlayers.py */
interface OwnRow {
  name: string;
  kind: string;
  industry: string;
  place: string;
  precision: string;
  more: Record<string, string>;
  wgs84: LonLat | null;
  gcj02: LonLat | null;
}
interface OwnLayer {
  name: string;
  source: string;
  added: string;
  rows: OwnRow[];
}
interface OwnFile {
  layers: OwnLayer[];
  kinds: Record<string, Named & { glyph: string }>;
}

/* What the page asks the map to show: webmap.py, shown_group. */
interface ShowRequest {
  mask: string;
  others?: string | null;
  lang: Lang;
  theme: string;
  selected: number;
  focus: boolean;
  chosen: string[];
  outlines: { [datum in Datum]: GeoJSON.Feature }[];
  query: Query;
  title: string;
  conditions: string[];
  saved: string;
  look?: Look | null;
  tells_view?: boolean;
  answers?: string;
  tells_drawn?: string;
  layers?: { url: string; mask: string } | null;
}

/* What was done on the map: mapactions.py. PM.send adds the number that the page answers with. */
type Action =
  | { do: "focus"; records: number[]; selected: number }
  | { do: "area"; code: string; add: boolean }
  | { do: "within"; ring: LonLat[]; datum?: Datum }
  | { do: "near"; lon: number; lat: number; km: number; datum?: Datum }
  | { do: "clear" }
  | { do: "query"; query: Query }
  | { do: "sentence"; text: string }
  | { do: "view"; view: View }
  | SaveAction
  | { do: "unit"; code: string };
type SaveAction =
  | { do: "save_view"; scene: Scene }
  | { do: "delete_view"; name: string }
  | { do: "save_tour"; tour: Tour }
  | { do: "delete_tour"; name: string };

/* What a print of the view needs (view.js). */
interface View {
  bounds: Box;
  datum: Datum;
  hidden: string[];
  chosen: string[];
  shading: {
    title: string;
    level: string;
    areas: Record<string, [colour: string, figure: string]>;
    rows: { colour: string; text: string; count: string }[];
    notes: string[];
  } | null;
}

/* countrymap.py */
interface CountryRequest {
  level: string;
  counts: Record<string, number>;
  years: CountryYears;
  classes: number[];
  wide: number;
  total: number;
  path: string[];
  lang: Lang;
  theme: string;
}
interface CountryYears {
  start: number;
  end: number;
  table: Record<string, number[]>;
}
type CountryUnit =
  [code: string, name: string, short: string, above: string[], point: LonLat, rings: number[][]];

/* standalone.py */
interface StandaloneData {
  config: Config;
  areas: AreaCollection;
  records: PackedRecords;
  details: unknown[][];
  histories: Life[];
  search: SearchIndex;
  wall: PackedWall;
  filters: FilterData;
  saved: Saved[];
  view: {
    lang: Lang;
    is_tour: boolean;
    title: { [lang in Lang]: string };
    conditions: string[];
    made_on: string;
    sources: string[];
  };
  [file: string]: unknown;
}
interface FilterData {
  conditions: { key: string; kind: string; levels: string[] }[]; // data/filters.csv
  places: [code: string, name: string, level: string, parent: string][];
  values: { document: number[]; stage: number[] };
  chains: number[][];
  start: (number | null)[];
  end: (number | null)[];
  text: string[];
  pinyin: string[][];
  order: number[];
  points: LonLat[][];
  place: string[];
  areas: { [key in PlaceKey]: Record<string, number[]> };
  labels: Record<string, { [lang in Lang]: string }>;
}
