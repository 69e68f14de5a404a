import { createStore, useStore } from "./store";

export type Language = "en" | "es";
export type Contrast = "standard" | "more";
export interface SavedView {
  name: string;
  /** The filters as they stand in the URL; never text that was searched for. */
  search: string;
}

/** What a reader likes. None of it is about a person, so it may stay in the browser. */
export interface Preferences {
  language: Language;
  contrast: Contrast;
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
    navCollapsed: false,
    shortcutsEnabled: true,
    shortcutKeys: {},
    views: [],
  };
}

function load(): Preferences {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? "{}");
    return { ...defaults(), ...(stored as Partial<Preferences>) };
  } catch {
    return defaults();
  }
}

export const preferences = createStore<Preferences>(load());

export const usePreferences = () => useStore(preferences);

export function prefer(change: Partial<Preferences>) {
  preferences.set((now) => ({ ...now, ...change }));
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(preferences.get()));
  } catch {
    // A browser that refuses storage keeps the preference for this tab only.
  }
}
