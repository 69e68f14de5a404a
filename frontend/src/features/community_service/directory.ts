/** The screens by which the directory is kept: loaded together, because who opens one of them opens the next. */
export { OrganizationDetailScreen } from "./OrganizationDetailScreen";
export { OrganizationScreen } from "./OrganizationScreen";
export { ServiceEditScreen, ServiceNewScreen } from "./ServiceEditScreen";
