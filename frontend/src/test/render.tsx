import { MantineProvider } from "@mantine/core";
import { render } from "@testing-library/react";
import type { ReactElement } from "react";
import { theme } from "@/ui/theme";

/** Renders inside the theme. */
export const renderIn = (element: ReactElement) =>
  render(
    <MantineProvider theme={theme} env="test">
      {element}
    </MantineProvider>,
  );
