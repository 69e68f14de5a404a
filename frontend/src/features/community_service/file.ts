export const KB = 1000;
/** What one request holds; the server says the same. */
export const LARGEST = 850 * KB;
export const MOST_SERVICES = 500;

/** Columns of a CSV file, as docs/community-services.md explains them. */
export const needed = ["source_id", "organization", "name", "needs"];
export const optional = [
  "organization_id",
  "organization_phone",
  "organization_url",
  "description",
  "status",
  "min_age",
  "max_age",
  "sex",
  "speakers",
  "postal_codes",
  "counties",
  "income_percent",
  "coverages",
  "eligibility_note",
  "languages",
  "location",
  "address",
  "city",
  "state",
  "postal_code",
  "county",
  "latitude",
  "longitude",
  "hours",
  "time_zone",
  "phone",
  "email",
  "url",
  "how_to_apply",
  "fees",
  "documents",
  "capacity",
  "capacity_as_of",
];

/** How a file is written, by its name. */
export const formatOf = (name: string): "csv" | "hsds" => (/\.json$/i.test(name) ? "hsds" : "csv");
