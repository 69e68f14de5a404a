import { MantineProvider } from "@mantine/core";
import { useEffect, type ReactNode } from "react";
import { usePreferences } from "@/lib/preferences";
import { theme, variables } from "./theme";

/** The nonce with which the server allows styles of this page. */
export const nonce = () => document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";

/** Theme, colour scheme and contrast for everything inside. */
export function Look({ children }: { children: ReactNode }) {
  const { contrast } = usePreferences();
  useEffect(() => {
    document.documentElement.dataset["contrast"] = contrast;
  }, [contrast]);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      defaultColorScheme="auto"
      getStyleNonce={nonce}
    >
      {children}
    </MantineProvider>
  );
}
