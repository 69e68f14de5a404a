import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";

const teal: MantineColorsTuple = [
  "#edf6f4",
  "#d5eae6",
  "#abd5cd",
  "#7cbcb1",
  "#509f94",
  "#2e8277",
  "#1a6b62",
  "#115b53",
  "#0c4a44",
  "#073632",
];
const sand: MantineColorsTuple = [
  "#faf8f5",
  "#f4f1eb",
  "#eae5dc",
  "#dcd5c9",
  "#c5bdae",
  "#9d9587",
  "#746d61",
  "#575147",
  "#3c3731",
  "#282420",
];
const ink: MantineColorsTuple = [
  "#ece8e1",
  "#d2ccc2",
  "#b3ac9f",
  "#8e867a",
  "#4b4843",
  "#393733",
  "#2b2a28",
  "#1f1e1d",
  "#171716",
  "#101010",
];
const brick: MantineColorsTuple = [
  "#fbefec",
  "#f6dcd6",
  "#ecb8ac",
  "#e0907f",
  "#d46d59",
  "#c24d37",
  "#a83a26",
  "#8f2f1e",
  "#762617",
  "#5c1c10",
];
const ochre: MantineColorsTuple = [
  "#fbf4e4",
  "#f5e6c4",
  "#ebce8e",
  "#e0b45a",
  "#d09a32",
  "#b07c17",
  "#8d610b",
  "#734e06",
  "#5c3e03",
  "#463001",
];

export const theme = createTheme({
  fontFamily: '"IBM Plex Sans Variable", system-ui, sans-serif',
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, Menlo, monospace",
  primaryColor: "teal",
  primaryShade: { light: 7, dark: 6 },
  colors: { teal, gray: sand, dark: ink, red: brick, yellow: ochre },
  white: "#fffdfa",
  black: "#26221e",
  defaultRadius: "md",
  radius: { xs: "4px", sm: "6px", md: "8px", lg: "14px", xl: "24px" },
  focusRing: "auto",
  cursorType: "pointer",
  respectReducedMotion: true,
  headings: {
    fontWeight: "650",
    sizes: {
      h1: { fontSize: "1.625rem", lineHeight: "1.25" },
      h2: { fontSize: "1.25rem", lineHeight: "1.3" },
      h3: { fontSize: "1.0625rem", lineHeight: "1.35" },
    },
  },
  components: {
    Portal: { defaultProps: { target: "#layers" } },
    // A table wider than the screen is scrolled with the arrows too.
    TableScrollContainer: { defaultProps: { scrollAreaProps: { viewportProps: { tabIndex: 0 } } } },
    Modal: {
      styles: { title: { fontWeight: 650, fontSize: "1.125rem", lineHeight: 1.3 } },
      defaultProps: {
        centered: false,
        yOffset: "6vh",
        overlayProps: { backgroundOpacity: 0.4, blur: 1 },
        transitionProps: { duration: 120 },
      },
    },
    // The header of a dialog is no banner of the page.
    ModalHeader: { defaultProps: { role: "presentation" } },
    DrawerHeader: { defaultProps: { role: "presentation" } },
    Drawer: {
      defaultProps: { overlayProps: { backgroundOpacity: 0.4 }, transitionProps: { duration: 120 } },
    },
    Tooltip: {
      defaultProps: {
        withArrow: true,
        openDelay: 250,
        multiline: true,
        maw: 320,
        events: { hover: true, focus: true, touch: true },
      },
    },
    Paper: { defaultProps: { radius: "lg" } },
    Badge: { defaultProps: { tt: "none", fw: 600, radius: "sm" } },
    // Compact buttons stand beside rows of text and take their size.
    Button: {
      vars: (_: unknown, { size }: { size?: string }) => ({
        root: size === "compact-md" ? { "--button-fz": "var(--mantine-font-size-sm)" } : {},
      }),
    },
    // A menu stays while its row moves: what others do never takes it away.
    Menu: { defaultProps: { hideDetached: false } },
    // A list that opens by itself when a dialog puts the focus on its field hides the rest of the form.
    Select: { defaultProps: { allowDeselect: false, checkIconPosition: "right", openOnFocus: false } },
    Table: { defaultProps: { verticalSpacing: "sm" } },
  },
});

/** Colours that the defaults get wrong for WCAG AA, and the surfaces of the app, once for both schemes. */
export const variables: CSSVariablesResolver = () => ({
  variables: {
    "--tend-rail": "15.5rem",
    "--tend-touch": "44px",
  },
  light: {
    "--mantine-color-body": "#f7f4ef",
    "--mantine-color-dimmed": "#5f584d",
    "--mantine-color-placeholder": "#6f675b",
    "--mantine-color-error": "#8f2f1e",
    "--mantine-color-anchor": "#115b53",
    "--mantine-color-teal-light-color": "#0c4a44",
    "--mantine-color-red-light-color": "#762617",
    "--mantine-color-yellow-light-color": "#5c3e03",
    "--mantine-color-gray-light-color": "#3c3731",
    "--mantine-color-teal-light": "#dcedea",
    "--mantine-color-red-light": "#f8e1dc",
    "--mantine-color-yellow-light": "#f7e9cb",
    "--mantine-color-gray-light": "#eae5dc",
    "--tend-surface": "#fffdfa",
    "--tend-surface-sunken": "#f2eee7",
    "--tend-line": "#e2dcd1",
    "--tend-line-strong": "#8b8375",
    "--tend-active": "#e3efec",
    "--tend-brand": "#115b53",
    "--tend-overdue": "#8f2f1e",
    "--tend-soon": "#734e06",
  },
  dark: {
    "--mantine-color-body": "#191918",
    "--mantine-color-dimmed": "#b3ac9f",
    "--mantine-color-placeholder": "#a29b8f",
    "--mantine-color-error": "#f0a596",
    "--mantine-color-anchor": "#7fcabd",
    "--mantine-color-teal-light-color": "#a5ddd3",
    "--mantine-color-red-light-color": "#f3b9ad",
    "--mantine-color-yellow-light-color": "#ecca85",
    "--mantine-color-gray-light-color": "#ddd7cd",
    "--mantine-color-teal-light": "#17403b",
    "--mantine-color-red-light": "#4c231b",
    "--mantine-color-yellow-light": "#42330f",
    "--mantine-color-gray-light": "#393733",
    "--tend-surface": "#222120",
    "--tend-surface-sunken": "#1c1b1a",
    "--tend-line": "#373531",
    "--tend-line-strong": "#8e867a",
    "--tend-active": "#20322f",
    "--tend-brand": "#7fcabd",
    "--tend-overdue": "#f0a596",
    "--tend-soon": "#ecca85",
  },
});
