import type { Strings } from "./en";

declare module "i18next" {
  interface CustomTypeOptions {
    resources: { translation: Strings };
  }
}
