import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { createStore, useStore } from "./store";

/**
 * A hook that says what the server says in English in the language of the screen: who reads Spanish gets it in Spanish, once
 * that is loaded.
 */
export function serverWords<Words extends object>(load: () => Promise<Words>, english: Words): () => Words {
  const spanish = createStore<Words | null>(null);
  return function useServerWords() {
    const { i18n } = useTranslation();
    const loaded = useStore(spanish);
    const wanted = i18n.language === "es";
    useEffect(() => {
      if (wanted && !loaded) void load().then(spanish.set);
    }, [wanted, loaded]);
    return wanted && loaded ? loaded : english;
  };
}

/** What is said in English as it is. */
export const asSaid = (english: string) => english;
