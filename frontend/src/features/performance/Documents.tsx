import { Button, Table, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePages } from "@/api/hooks";
import type { PerformancePack } from "@/api/types";
import { spell } from "@/features/note/span";
import { formatInstant } from "@/lib/dates";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Waiting } from "@/ui/Waiting";

type Turnaround = PerformancePack["documents"][number];

/** How fast the worker documents, by type, with the documents behind each number. */
export function Documents({ pack }: { pack: PerformancePack }) {
  const { t } = useTranslation();
  const [shown, show] = useState<Turnaround["document"]>();
  if (pack.documents.length === 0) return <Text c="dimmed">{t("turnaround.none")}</Text>;
  return (
    <>
      <Table.ScrollContainer minWidth={480}>
        <Table aria-label={t("performance.documents")} verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("turnaround.document")}</Table.Th>
              <Table.Th>{t("turnaround.median")}</Table.Th>
              <Table.Th>{t("turnaround.in_time")}</Table.Th>
              <Table.Th>{t("turnaround.open")}</Table.Th>
              <Table.Th data-noprint>
                <span className="visually-hidden">{t("performance.list")}</span>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {pack.documents.map((own) => (
              <Table.Tr key={own.document}>
                <Table.Th scope="row" fw={500}>
                  {t(`turnaround.documents.${own.document}`)}
                </Table.Th>
                <Table.Td>{own.median_minutes == null ? "–" : spell(t, own.median_minutes)}</Table.Td>
                <Table.Td>
                  {own.counted === 0
                    ? "–"
                    : t("turnaround.share", {
                        share: Math.round((100 * own.in_time) / own.counted),
                        done: own.in_time,
                        all: own.counted,
                      })}
                </Table.Td>
                <Table.Td>{own.open}</Table.Td>
                <Table.Td data-noprint>
                  <Button
                    variant="subtle"
                    size="compact-md"
                    aria-expanded={shown === own.document}
                    onClick={() => show(shown === own.document ? undefined : own.document)}
                  >
                    {t("performance.list")}
                    <span className="visually-hidden">: {t(`turnaround.documents.${own.document}`)}</span>
                  </Button>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {shown && <List pack={pack} document={shown} />}
    </>
  );
}

/** The documents of one type, the earliest first. */
function List({ pack, document }: { pack: PerformancePack; document: Turnaround["document"] }) {
  const { t } = useTranslation();
  const query = { document, from: pack.from, to: pack.to };
  const documents = usePages("performance_document_list", { path: { id: pack.staff.id }, query });
  if (documents.error) return <ProblemNotice error={documents.error} />;
  if (documents.isPending) return <Waiting />;
  return (
    <>
      <Rows label={t(`turnaround.documents.${document}`)}>
        {documents.items.map((own) => (
          <Row
            key={own.id}
            title={
              own.person ? (
                <Link
                  to="/people/$personId"
                  params={{ personId: own.person.id }}
                  search={own.case_id ? { case: own.case_id } : {}}
                >
                  {own.person.name}
                </Link>
              ) : (
                t("performance.not_seen")
              )
            }
            detail={[
              t(`performance.status.${own.status}`),
              t("performance.due", { at: formatInstant(own.due_at) }),
              ...(own.met_at ? [t("performance.met", { at: formatInstant(own.met_at) })] : []),
            ].join(" · ")}
          />
        ))}
      </Rows>
      <More {...documents} />
    </>
  );
}
