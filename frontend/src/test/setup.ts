import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";
import { startLanguage } from "@/i18n";

await startLanguage("en");
afterEach(cleanup);

// A text field that grows with its text measures again when a font arrives.
Object.defineProperty(document, "fonts", { value: new EventTarget(), configurable: true });
