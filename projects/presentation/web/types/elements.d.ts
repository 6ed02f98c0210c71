/* What the page's own elements are given (st.components.v2): page/facets.py, page/wording.py, page/buttons.py,
   projects/presentation/deskrecord.py and rowlist.py. */

type Send = (name: string, value: unknown) => void;
interface ElementOf<Data> {
  data: Data;
  parentElement: HTMLElement;
  setTriggerValue: Send;
}

interface CopyData {
  text: string;
  label: string;
  done: string;
  failed: string;
}

interface DeskText {
  record: string;
  start: number;
  parts: [text: string, mark: string][];
  short: boolean;
  label: string;
}
interface DeskMap {
  record: string;
  parts?: undefined;
  view: Box;
  point: LonLat | null;
  lit: string[];
  outlines: { code: string; name: string; level: string; rings: LonLat[][] }[];
  label: string;
}

/* rowlist.py */
interface RowData {
  id: string;
  names: string[];
  notes: string[];
  parts: (boolean | number)[];
  records: number[];
  glyphs: { styles: ([glyph: string, colour: string, label: string] | null)[]; of: number[] };
  words: { find: string; label: string; found: string };
  selected: number;
}

/* A node of the page that says something (wording.js). */
type Speaking = any;
