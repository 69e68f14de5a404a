import { MantineProvider, type MantineColorSchemeManager } from "@mantine/core";
import { useEffect, useState, type ReactNode } from "react";
import { prefer, preferences, usePreferences } from "@/lib/preferences";
import { theme, variables } from "./theme";

/** The nonce with which the server allows styles of this page. */
export const nonce = () => document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";

/** Keeps the colour scheme with what else the reader likes. */
function schemeManager(): MantineColorSchemeManager {
  let stop: (() => void) | undefined;
  const get = () => preferences.get().scheme;
  return {
    get,
    set: (scheme) => {
      if (scheme !== get()) prefer({ scheme });
    },
    subscribe: (onUpdate) => {
      stop = preferences.subscribe(() => onUpdate(get()));
    },
    unsubscribe: () => stop?.(),
    clear: () => prefer({ scheme: "auto" }),
  };
}

/** Theme, colour scheme and contrast for everything inside. */
export function Look({ children }: { children: ReactNode }) {
  const { contrast } = usePreferences();
  const [scheme] = useState(schemeManager);
  useEffect(() => {
    document.documentElement.dataset["contrast"] = contrast;
  }, [contrast]);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      defaultColorScheme="auto"
      colorSchemeManager={scheme}
      getStyleNonce={nonce}
    >
      {children}
    </MantineProvider>
  );
}
