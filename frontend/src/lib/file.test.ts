import { afterEach, expect, it, vi } from "vitest";
import { saveTable } from "./file";

afterEach(() => vi.restoreAllMocks());

it("a table says that it is UTF-8, so that names keep their accents in Excel", async () => {
  let saved: Blob | null = null;
  vi.spyOn(URL, "createObjectURL").mockImplementation((content) => {
    saved = content as Blob;
    return "blob:table";
  });
  vi.spyOn(URL, "revokeObjectURL").mockReturnValue();
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockReturnValue();
  saveTable("mileage.csv", "person\r\nJosé Muñoz\r\n");
  const bytes = new Uint8Array(await (saved as unknown as Blob).arrayBuffer());
  expect(Array.from(bytes.slice(0, 4))).toEqual([0xef, 0xbb, 0xbf, "p".charCodeAt(0)]);
});
