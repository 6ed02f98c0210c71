/* What the modules of the map are to each other where that is more than a function, and what the page calls. */

interface Window {
  PM: Record<string, unknown>; // for tests and the console
  projectMap: MapCalls;
  projectMapEarly?: Map<string, Promise<any>>; // data that early.js has asked for
  countryMap: CountryCalls;
}

/* The page calls these. */
interface MapCalls {
  start(map: L.Map, urls: Urls): Promise<void>;
  show(request: ShowRequest): void;
  stats(): Record<string, unknown>;
}
interface Urls {
  config: string;
  areas: string;
  areas_gcj02: string;
  records: string;
  choices?: string;
}
interface CountryCalls {
  start(map: L.Map, urls: Record<string, string>): Promise<void>;
  show(request: CountryRequest): void;
  stats(): Record<string, unknown>;
}

interface MapState {
  map: L.Map;
  config: Config;
  areas: AreaCollection;
  records: Records;
  shown: Uint8Array;
  others?: Uint8Array | null;
  layers: Record<string, boolean>;
  lang: Lang;
  selected: number;
  hasFocus: boolean;
  chosen: string[];
  outlines: { [datum in Datum]: GeoJSON.Feature }[];
  datum: Datum;
  revision: number;
  drawnAt: number;
  answered?: boolean;
  answers?: string;
  query: Query;
  title: string;
  conditions: string[];
  count: string;
  scale: number;
  played: Uint8Array | null;
  playMode: PlayMode;
}

type Child = Node | string | null | undefined | Child[];
interface Attributes {
  style?: { [property in keyof CSSStyleDeclaration]?: CSSStyleDeclaration[property] };
  onclick?: (event: MouseEvent) => unknown;
  onmousedown?: (event: MouseEvent) => unknown;
  onkeydown?: (event: KeyboardEvent) => unknown;
  onchange?: (event: Event & { target: any }) => unknown;
  oninput?: (event: Event & { target: any }) => unknown;
  onsubmit?: (event: SubmitEvent) => unknown;
  [other: string]: string | object | undefined;
}

type MakeElement = <Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag, attributes?: Attributes | null, ...children: Child[]) => HTMLElementTagNameMap[Tag];

interface Ahead {
  load(url: string): Promise<void>;
  isReady(): boolean;
  show(chosen: Chosen): void;
  query(query: Query): void;
  mask(chosen: Chosen, names: ChoiceNames): Uint8Array | null;
}
type ChoiceNames = "zh" | "en" | "values";

interface Areas {
  add(map: L.Map): void;
  load(collection: AreaCollection): void;
  filled(): Map<string, string>;
  under(): Area | null; // the pointer
  feature(code: string): Area | undefined; // none for an area without an outline
  all(): Area[];
  outlinePoints(): LatLon[];
  setVisible(name: string, visible: boolean): void;
  fill(colours: Map<string, string>, opacity: string): void;
  light(codes: string[], wanted: string, paths?: LatLon[][]): void;
}

interface Background {
  add(addresses: Urls): void;
  code(): string;
  set(wanted: string): Promise<void>;
}

interface Cards {
  add(map: L.Map): void;
  open(at: L.LatLngExpression, title: string, indexes: number[]): Promise<void>;
  reveal(at: L.LatLngExpression, index: number): Promise<void>;
  dock(index: number, back?: () => unknown): Promise<void>;
  aside(key: string, content: HTMLElement): void;
  isAside(key: string): boolean;
  openAside(title: string, indexes: number[], back?: () => unknown): Promise<void>;
  visit(index: number, back?: () => unknown): Promise<void>;
  chip(index: number): HTMLElement;
  element(): HTMLElement | null;
  undock(): void;
  close(): void;
}

interface Chains {
  of(query: Query): Chain[];
  render(box: HTMLElement, chains: Chain[]): Promise<void>;
  nodes(one: Chain): ChainNode[];
}
interface ChainNode {
  record: number;
  count: number;
  at: number;
}

interface CountryPlay {
  year(): number | null;
  load(given: CountryYears, draw: () => void): void;
}

/* What the stand-alone file filters by: positions in the config's tables, codes of areas, drawn rings. */
interface FileFilters {
  industry: number[];
  chain: number[];
  document: number[];
  kind: number[];
  stage: number[];
  level: number[];
  from: number | null;
  to: number | null;
  text: string;
  county: string[];
  town: string[];
  park: string[];
  rings: LonLat[][];
  near: { lon: number; lat: number; km: number } | null;
}
type PlaceKey = "county" | "town" | "park";
type ListKey = "industry" | "chain" | "document" | "kind" | "stage" | "level";

interface StandaloneFilter {
  lists(): ListKey[];
  places(): PlaceKey[];
  empty(): FileFilters;
  fromQuery(query: Query): FileFilters;
  toQuery(filters: FileFilters): Query;
  load(data: FilterData): void;
  mask(filters: FileFilters, ...lifted: string[]): Uint8Array;
  placeName(code: string): string;
  withPlace(filters: FileFilters, code: string, isAdded: boolean): FileFilters;
  active(filters: FileFilters): string[];
  years(): [first: number, last: number] | null;
  values(key: ListKey, record: number): number[];
}

interface StandalonePanels {
  load(names: FilterData["labels"]): void;
  filters(box: HTMLElement, filters: FileFilters, act: (filters: FileFilters) => void): void;
  results(box: HTMLElement, state: ListState, act: (change: ListChange) => void): void;
}
interface ListState {
  rows: number[];
  total: number;
  tab: string;
  selected: number;
  focus: number[] | null;
  chips: { text: string; lift: () => void }[];
}
type ListChange = { tab?: string; focus?: number[] | null; selected?: number };

type FoundKind = "places" | "companies" | "records";
interface FoundRow {
  at: any; // the code of a place, the records of a company, a record
  name: string;
  ranges: [from: number, to: number][];
}
type Found = { [kind in FoundKind]: { total: number; rows: FoundRow[] } };
interface Finder {
  load(): Promise<void>;
  isReady(): boolean;
  find(query: string, most: number): Found;
}

interface Furniture {
  add(map: L.Map): void;
  setPosition(side: L.ControlPosition): void;
  setScale(scale: number): void;
  speak(): void;
}

interface GroundData {
  around: { name: string; at: LonLat; rings: XY[][] }[];
  cities: { name: string; at: LonLat; rings: XY[][] }[];
  lines: GroundLine<XY>[];
  stations: { name: string; at: LonLat }[];
}
interface Ground {
  add(map: L.Map): void;
  load(collection: AreaCollection): void;
  show(): void;
  showNames(): void;
  all(): GroundData;
  isDrawn(line: GroundLine<XY>, zoom: number): boolean;
  has(name: string): boolean;
  kinds(): string[];
  forget(): void;
  refresh(): void;
  touches(box: Box, zoom: number): boolean;
  seen(cities: GroundData["cities"], frame: Box, zoom: number, steps: number): { name: string; points: XY[] }[];
  rounded(points: XY[]): XY[];
}

/* A canvas as large as the window and its margin (ground.js). */
interface SheetLayer extends Omit<L.Renderer, "_map"> {
  draw(): void;
  _map?: L.Map;
}
interface Painting {
  context: CanvasRenderingContext2D;
  size: L.Point;
  zoom: number;
  origin: L.Point;
}

/* One symbol as it is drawn; x and y in px. */
interface PlaceSymbol {
  members: number[];
  count: number;
  shares: number[];
  isMerged: boolean;
  isSite: boolean;
  isThin: boolean;
  isQuiet: boolean;
  x: number;
  y: number;
  radius: number;
}
interface PlaceHit extends PlaceSymbol {
  kind: "place";
  box?: undefined;
  line?: undefined;
}
interface LineHit {
  kind: "line";
  line: number;
  paths: XY[][];
  count: number;
  x: number;
  y: number;
  radius: number;
  box?: undefined;
}
interface CountyHit {
  kind: "county";
  code: string;
  x: number;
  y: number;
  box: Box;
  line?: undefined;
}
/* What lies under a point of the canvas; with `at`, where that is on the map's container. */
type Hit = (PlaceHit | LineHit | CountyHit) & { at?: L.Point };
type HitAt = Hit & { at: L.Point };

interface MapCanvas extends L.Renderer {
  draw(): void;
  hit(point: L.Point): Hit | null;
  hits(): HitAt[];
  latLng(hit: Hit): L.LatLng;
  getContainer?(): HTMLCanvasElement;
  _container: HTMLCanvasElement;
  _bounds: L.Bounds & { min: L.Point };
}

interface LabelKind {
  font: number;
  weight: number;
  from: number;
  colour: string;
  space: number;
}
type LabelShape = "plain" | "stacked" | "inline" | "down";
interface Label {
  level: string;
  shape: LabelShape;
  text: string;
  x: number;
  y: number;
  width: number;
  height: number;
  code?: string;
  kind?: string;
  badge?: boolean;
  leader?: XY;
  angle?: number;
  colour?: string;
  isAsked?: boolean;
  zoom?: number;
}
interface Labels {
  KINDS: Record<string, LabelKind>;
  BADGE_HEIGHT: number;
  INLINE_WIDTH: number;
  badgeHeight(): number;
  inlineWidth(): number;
  placed(zoom: number): Label[];
  inView(): Label[];
  version(): string;
  forget(): void;
  lookAround(): boolean;
  isOn(label: Label, zoom: number): boolean;
  boxes(): { text: string; level: string; box: number[] }[];
  font(level: string): string;
  size(level: string): number;
  space(level: string): number;
  isSmall(zoom?: number): boolean;
  measure(text: string, font: string, space?: number): number;
  write(context: CanvasRenderingContext2D, label: Label, x?: number, y?: number): void;
}

type LabelTest = (label: Label) => boolean;
interface Taken {
  add(box: Box): void;
  covered(box: Box): boolean;
}
interface Placing {
  place(zoom: number): Label[];
  fit(feature: Area, level: string, zoom: number, taken: Taken, extra?: LabelTest): Label | null;
  free(labels: Label[], taken: Taken, extra?: LabelTest): Label | null;
  candidates(at: LonLat, level: string, zoom: number, text: string, away: number | null): Label[];
  extent(text: string, level: string, shape: LabelShape): XY;
  obstacles(zoom: number, taken: Taken): void;
  boxOf(label: Pick<Label, "x" | "y" | "width" | "height" | "angle">, more?: number): Box;
  box(x: number, y: number, width: number, height: number): Box;
  meets(a: Box, b: Box): boolean;
  isWithin(a: Box, b: Box): boolean;
  Grid: { new(): Taken };
}

interface Lines {
  add(records: Records): void;
  setDatum(wanted: Datum): void;
  count(): void;
  has(record: number): boolean;
  of(record: number): number; // undefined for a record on no line
  name(number: number): string;
  isDashed(number: number): boolean;
  total(number: number): number;
  recordsOf(number: number): number[];
  paths(number: number): LatLon[][];
  middle(number: number): LatLon;
  draw(context: CanvasRenderingContext2D, origin: L.Point, zoom: number, selected: number): LineHit[];
  isAt(hit: LineHit, at: { x: number; y: number }): boolean;
}

interface Measure {
  add(map: L.Map): void;
  isOn(): boolean;
  start(): void;
  stop(): void;
  figures(more?: L.LatLng): { length_m: number; area_m2: number | null; isClosed: boolean };
  render(): void;
}

interface Own {
  add(map: L.Map): void;
  follow(wanted?: { url: string; mask: string } | null): Promise<void>;
  legend(): HTMLElement | string;
  hidden(): string[];
  stats(): { name: string; drawn: number; off: number }[];
}

interface Panel {
  add(map: L.Map): void;
  dock(): void;
  dockBox(): HTMLElement;
  giveWay(): void;
  renderLayers(): void;
  renderLegend(): void;
  unsay(text: string): void;
  say(text: string): void;
}

type PlayMode = "force" | "sum";
interface Playback {
  MODES: PlayMode[];
  SPEEDS: number[];
  add(map: L.Map): void;
  isOpen(): boolean;
  isPlaying(): boolean;
  range(): [first: number, last: number]; // null where no record has a year
  year(): number;
  mode(): PlayMode;
  speed(): number;
  toggle(): void;
  open(): void;
  close(): void;
  play(): void;
  pause(): void;
  set(wanted: number): void;
  setMode(wanted: PlayMode): void;
  setSpeed(wanted: number): void;
  filter(): void;
}

interface Pointer {
  add(map: L.Map): void;
  placeTitle(hit: PlaceHit): string;
  nameOf(code: string): string;
}

/* A scene of a tour that plays, or what stands before, between and after. */
interface Step {
  kind: "idle" | "open" | "map" | "chain" | "close";
  scene: Scene;
  chains?: Chain[];
}
interface Present {
  add(map: L.Map): void;
  isOn(): boolean;
  isTouring(): boolean;
  scene(): number;
  steps(): string[];
  toggle(): void;
  leave(): void;
  go(number: number): void;
  step(by: number): void;
  setAuto(isWanted: boolean): void;
  look(record: number): void;
  nextPace(): void;
  setList(isWanted: boolean): void;
  render(): void;
  play(scenes: Scene[], start?: number, title?: Words): Promise<void>;
  capture(): Scene;
  show(scene: Scene, isStill?: boolean): Promise<void>;
  words(texts: Words): string;
}

interface Scenes {
  bar?: HTMLElement;
  add(map: L.Map): void;
  load(url: string): Promise<void>;
  renderBar(): void;
  close(): void;
  tours(): Tour[];
}

interface Search {
  add(map: L.Map): void;
  render(): void;
  element(): HTMLElement;
  fit(): void;
  follow(): void;
  took(): number;
}

interface Tally {
  count: number;
  investment: number;
  diversity: number;
  families: Uint32Array;
  industries: Uint32Array;
}
interface ShadingLegend {
  rows: { colour: string; text: string; count: number }[];
  notes: string[];
}
interface Shading {
  MODES: string[];
  mode(): string;
  isOn(): boolean;
  level(): "county" | "town";
  set(wanted: string): void;
  render(): void;
  legend(): ShadingLegend; // null while nothing is shaded
  tally(code: string): Tally | undefined;
  lead(code: string): number | null;
  breaks(values: number[]): number[];
  figure(code: string): string;
}

type Mark = "site" | "area" | "several" | "line" | "county" | "off";
interface Counts {
  projects: number;
  records: number;
  drawn: number;
  county: number;
  unplaced: number;
}
interface SymbolGroup {
  x: number;
  y: number;
  members: number[];
  size: number;
  radius: number;
  isQuiet: boolean;
  spots: { x: number; y: number; radius: number }[];
}
interface Symbols {
  add(records: Records, familyCount: number): void;
  mark(record: number): Mark;
  isDrawn(record: number): boolean;
  tally(): { perMark: Record<Mark, number>; perFamily: Uint32Array };
  counts(rows: number[]): Counts;
  setDatum(datum: Datum): void;
  count(): void;
  groups(zoom: number): SymbolGroup[];
  symbol(group: SymbolGroup, zoom: number): PlaceSymbol | null;
  recordsOf(members: number[]): number[];
  placesOf(record: number): number[];
  pointOf(record: number): LatLon | null;
  place(index: number): { lon: number; lat: number; level: number; radius_m: number; code: string };
  shownAt(index: number): number;
  placeCount(): number;
}

interface Timeline {
  add(map: L.Map): void;
  height(): number;
  show(isShown: boolean): void;
  rebuild(): void;
  render(): void;
  count(): void;
  total(): number;
  glide(at: number): void;
}

interface Tools {
  add(map: L.Map): void;
  isBusy(): boolean;
  renderer(): L.Renderer;
  stop(): void;
  render(): void;
}

interface Figures {
  counts: Counts;
  stages: number[];
  investment: number;
  invested: number;
  targets: { record: number; text: string }[];
  firms: Firm[];
  firmCount: number;
}
interface Firm {
  names: [zh: string, en: string];
  money: number;
  mentions: number;
  record: number;
  count: number;
}
interface ShownProject {
  record: number;
  count: number;
  stage: number;
  drawn: boolean;
}
interface WallData {
  load(): Promise<void>;
  data(): Wall; // null until it is loaded
  rows(): number[];
  figures(rows: number[]): Figures;
  projects(rows: number[]): ShownProject[];
  stage(stage: number): string;
  place(record: number): string;
  amount(value: number): string;
}
interface WallSheet {
  add(box: HTMLElement): void;
  side(): HTMLElement;
  list(): HTMLElement;
  sheet(): HTMLElement;
  stagebox(): HTMLElement;
  render(step: Step, state: { isPending: boolean; hasList: boolean; title: string }): void;
}
interface WallBar {
  add(box: HTMLElement): void;
  element(): HTMLElement;
  render(state: {
    steps: Step[];
    at: number;
    isAuto: boolean;
    pace: number;
    hasList: boolean;
    tours: Tour[];
  }): void;
  meter(part: number): void;
}

interface BarParts {
  play: HTMLButtonElement;
  count: HTMLElement;
  modes: HTMLElement[];
  speed: HTMLSelectElement;
  slider: HTMLInputElement;
  years: HTMLElement[];
  bands: { node: HTMLElement; lane: number; from: number; to: number }[];
  head: HTMLElement;
  strip: HTMLElement;
  shares: HTMLElement[];
}

/* A name in pinyin: its syllables joined, their initials, where syllables begin. */
interface Spelling {
  joined: string;
  initials: string;
  starts: Set<number>;
}

/* An event where it is only asked what was hit. */
type On<Kind> = Kind & { target: any };
type Corner = "topleft" | "bottomleft" | "bottomright";
type Drawn = Extract<Action, { do: "within" | "near" }>;
type Measured = "count" | "investment" | "diversity";
type Differing = "investment" | "scale" | "place";
type SetFilters = (filters: FileFilters) => void;
type OwnPlace = { layer: OwnLayer; row: OwnRow };
/* A name that was found, before it is known whether it is among the best. */
interface Kept {
  row: number;
  score: number;
  length: number;
}
