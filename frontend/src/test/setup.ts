import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";
import { startLanguage } from "@/i18n";

await startLanguage("en");
afterEach(cleanup);
