import { Select, type SelectProps } from "@mantine/core";
import { useTexts } from "@/lib/texts";
import { texts } from "./texts";

/** Choice of a time zone of the IANA list; one that this browser does not know is kept. */
export function ZoneSelect({ value, ...props }: Omit<SelectProps, "data" | "value"> & { value: string }) {
  const say = useTexts(texts);
  const zones = [...new Set([value, "UTC", ...Intl.supportedValuesOf("timeZone")])].filter(Boolean);
  return (
    <Select
      searchable
      allowDeselect={false}
      limit={100}
      nothingFoundMessage={say.zone_nothing}
      {...props}
      value={value}
      data={zones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
    />
  );
}
