import { Badge, Button, Group, Text } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import type { CarePlanTemplate, EducationItem, NoteTemplate } from "@/api/types";
import { formatDay } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { Dialog } from "@/ui/Dialog";
import { Row, Rows } from "@/ui/Rows";

interface EditionListProps<T> {
  /** What the list is called. */
  label: string;
  items: T[];
  /** What the reader may do in the list. */
  can: string[];
  publish: "care_plan_template_publish" | "education_item_publish" | "note_template_publish";
  withdraw: "care_plan_template_withdraw" | "education_item_withdraw" | "note_template_withdraw";
  nameOf: (own: T) => string;
  /** The title where it is more than the name. */
  renderTitle?: (own: T) => ReactNode;
  detailOf?: (own: T) => string[];
  /** What making the next edition of a name is called. */
  publishLabel: (name: string) => string;
  withdrawText: string;
  onPublish: (from: T) => void;
}

/** Editions by code, the newest first: which one is in use, who made it, the next one, and how one is taken back. */
export function EditionList<T extends CarePlanTemplate | EducationItem | NoteTemplate>(
  props: EditionListProps<T>,
) {
  const { label, items, can, nameOf, renderTitle = nameOf, detailOf, publishLabel, withdrawText } = props;
  const { t } = useTranslation();
  const [leaving, leave] = useState<T | null>(null);
  const withdraw = useAct(props.withdraw, { onSuccess: () => leave(null) });
  return (
    <>
      <Rows label={label}>
        {items.map((own) => (
          <Row
            key={`${own.code} ${own.edition}`}
            title={renderTitle(own)}
            detail={[
              ...(detailOf?.(own) ?? []),
              t("edition.number", { edition: own.edition }),
              own.author && own.created_at
                ? t("edition.made_by", { name: own.author.name, when: formatDay(own.created_at) })
                : t("edition.ships"),
            ].join(" · ")}
            actions={
              <Group gap="xs">
                {own.is_current && (
                  <Badge variant="light" color="teal">
                    {t("edition.current")}
                  </Badge>
                )}
                {own.withdrawn_at && (
                  <Badge variant="light" color="gray">
                    {t("edition.withdrawn")}
                  </Badge>
                )}
                {own.is_current && (
                  <ActionButton
                    can={can}
                    operation={props.publish}
                    variant="default"
                    size="compact-md"
                    aria-label={publishLabel(nameOf(own))}
                    onClick={() => props.onPublish(own)}
                  >
                    {t("edition.publish")}
                  </ActionButton>
                )}
                {own.can.includes(props.withdraw) && (
                  <Button
                    variant="subtle"
                    color="red"
                    size="compact-md"
                    aria-label={t("edition.withdraw_of", { name: nameOf(own), edition: own.edition })}
                    onClick={() => leave(own)}
                  >
                    {t("edition.withdraw")}
                  </Button>
                )}
              </Group>
            }
          />
        ))}
      </Rows>
      {leaving?.id && (
        <Dialog
          title={t("edition.withdraw")}
          submit={t("edition.withdraw")}
          danger
          busy={withdraw.isPending}
          error={withdraw.error}
          onSubmit={() => withdraw.mutate({ path: { id: leaving.id ?? "" }, version: leaving.version })}
          onClose={() => leave(null)}
        >
          <Text>{withdrawText}</Text>
        </Dialog>
      )}
    </>
  );
}
