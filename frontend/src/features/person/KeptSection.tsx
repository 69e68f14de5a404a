import { Code, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { usePages } from "@/api/hooks";
import { formatDate } from "@/lib/dates";
import { useWords } from "@/lib/words";
import { More } from "@/ui/More";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";

/** "AllergyIntolerance" as two words. */
const typeName = (type: string) => type.replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ");

/** JSON with its lines; what is no JSON as it is. */
function laidOut(content: string): string {
  try {
    return JSON.stringify(JSON.parse(content), null, 2);
  } catch {
    return content;
  }
}

/** What other systems sent and what no record was made of. Silent when there is nothing. */
export function KeptSection({ personId }: { personId: string }) {
  const { t } = useTranslation();
  const words = useWords();
  const kept = usePages("person_received", { path: { id: personId } });
  if (kept.items.length === 0) return null;
  return (
    <Section title={t("person.kept")}>
      <Text c="dimmed" size="sm" mb="sm">
        {t("person.kept_text")}
      </Text>
      <Rows label={t("person.kept")}>
        {kept.items.map(({ source, resource_type, title, status, on, content, is_whole }) => (
          <Row
            key={source}
            title={title ?? typeName(resource_type)}
            detail={[title && typeName(resource_type), status && words(status), on && formatDate(on)]
              .filter(Boolean)
              .join(" · ")}
          >
            <details>
              <Text component="summary" size="sm">
                {t(is_whole ? "person.kept_look" : "person.kept_begin")}
              </Text>
              <Code block tabIndex={0}>
                {is_whole ? laidOut(content) : content}
              </Code>
            </details>
          </Row>
        ))}
      </Rows>
      <More {...kept} />
    </Section>
  );
}
