import { createStore, useStore } from "./store";

export type Language = "en" | "es";
export type Contrast = "standard" | "more";
export type Scheme = "auto" | "light" | "dark";
export interface SavedView {
  name: string;
  /** The filters as they stand in the URL; never text that was searched for. */
  search: string;
}

/** What a reader likes. None of it is about a person, so the browser may have a copy until they sign out; the server keeps it. */
export interface Preferences {
  language: Language;
  contrast: Contrast;
  scheme: Scheme;
  navCollapsed: boolean;
  shortcutsEnabled: boolean;
  shortcutKeys: Record<string, string>;
  views: SavedView[];
}

const STORAGE_KEY = "tend-preferences";

function defaults(): Preferences {
  const spanish = typeof navigator !== "undefined" && navigator.language.startsWith("es");
  const contrast =
    typeof matchMedia === "function" && matchMedia("(prefers-contrast: more)").matches ? "more" : "standard";
  return {
    language: spanish ? "es" : "en",
    contrast,
    scheme: "auto",
    navCollapsed: false,
    shortcutsEnabled: true,
    shortcutKeys: {},
    views: [],
  };
}

/** What was chosen, as it was kept; what the app did not write is nothing. */
function read(kept: string | null): Partial<Preferences> {
  try {
    const parsed: unknown = JSON.parse(kept ?? "{}");
    return typeof parsed === "object" && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}

function cached(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}

function show(next: Preferences) {
  preferences.set(next);
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(next));
  } catch {
    // A browser that refuses storage asks the server each time.
  }
}

export const preferences = createStore<Preferences>({ ...defaults(), ...read(cached()) });

export const usePreferences = () => useStore(preferences);

/** What was chosen in this tab and is not known to be kept. */
let unkept: Partial<Preferences> = {};
let keeper: (() => Promise<void>) | null = null;

/** Has preferences kept beyond this browser from now on. */
export function keepPreferences(by: (() => Promise<void>) | null) {
  keeper = by;
}

/** Tries to keep what is only in this browser. */
export const flushPreferences = () => keeper?.() ?? Promise.resolve();

export function prefer(change: Partial<Preferences>) {
  unkept = { ...unkept, ...change };
  show({ ...preferences.get(), ...change });
  void flushPreferences();
}

/** Takes over what the reader chose before, in whichever browser; what they chose in this tab since stands. */
export const takePreferences = (kept: string | null) => show({ ...defaults(), ...read(kept), ...unkept });

/** What is to be kept; null when it is kept already. */
export const preferencesText = () =>
  Object.keys(unkept).length > 0 ? JSON.stringify(preferences.get()) : null;

/** Notes that this was kept; what was chosen since is not. */
export function preferencesKept(text: string) {
  if (preferencesText() === text) unkept = {};
}
