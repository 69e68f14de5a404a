import "@fontsource-variable/ibm-plex-sans/wght.css";
import "@mantine/core/styles.layer.css";
import "./ui/global.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { resume } from "./api/session";
import { App } from "./app/App";
import { LockGate } from "./features/session/LockGate";
import { watchStage } from "./features/session/stage";
import { startLanguage } from "./i18n";
import { preferences } from "./lib/preferences";
import { Look, nonce } from "./ui/Look";

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html has no #${id}`);
  return found;
}

// The scroll lock of dialogs adds a style element of its own and looks for its nonce here.
Object.assign(window, { __webpack_nonce__: nonce() });
await startLanguage(preferences.get().language);
watchStage(element("stage"), element("lock"));
/** A partner with a link has no account and no session: their page is all that is loaded for them. */
async function showPartner() {
  const { PartnerScreen } = await import("./features/referral/PartnerScreen");
  createRoot(element("root")).render(
    <StrictMode>
      <Look>
        <PartnerScreen />
      </Look>
    </StrictMode>,
  );
}

async function showApp() {
  createRoot(element("root")).render(
    <StrictMode>
      <Look>
        <App />
      </Look>
    </StrictMode>,
  );
  createRoot(element("lock")).render(
    <StrictMode>
      <Look>
        <LockGate />
      </Look>
    </StrictMode>,
  );
  await resume();
}

await (window.location.pathname === "/partner" ? showPartner() : showApp());
