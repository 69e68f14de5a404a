/** What the directory is kept with: loaded together, because who opens one of these screens opens the next. */
export { DirectoryHistory } from "./DirectoryHistory";
export { OrganizationDetailScreen } from "./OrganizationDetailScreen";
export { OrganizationScreen } from "./OrganizationScreen";
export { ServiceEditScreen, ServiceNewScreen } from "./ServiceEditScreen";
