import { MantineProvider } from "@mantine/core";
import { render } from "@testing-library/react";
import type { ReactElement } from "react";
import { theme } from "@/ui/theme";

const inTheme = (element: ReactElement) => (
  <MantineProvider theme={theme} env="test">
    {element}
  </MantineProvider>
);

/** Renders inside the theme; `update` renders the same with other props. */
export const renderIn = (element: ReactElement) => {
  const shown = render(inTheme(element));
  return { ...shown, update: (next: ReactElement) => shown.rerender(inTheme(next)) };
};
