import { Badge, Button, Group, Stack, Text, Title } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import { formatDate, formatDay } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { ReasonDialog } from "@/ui/ReasonDialog";
import { Row, Rows } from "@/ui/Rows";
import { Waiting } from "@/ui/Waiting";
import { useInstrumentsAgain } from "./again";
import { nameOf, skeletonsOf, type Skeleton, type Wording } from "./wording";

const WordingDialog = lazy(() => import("./WordingDialog").then((m) => ({ default: m.WordingDialog })));

const colors = { in_use: "teal", expired: "red", superseded: "gray", withdrawn: "gray" } as const;

/** Instruments that are shipped without words: what the organization added, under which license, and what can be done. */
export function WordingPanel() {
  const { t } = useTranslation();
  const again = useInstrumentsAgain();
  const [adding, add] = useState<Skeleton | null>(null);
  const [leaving, leave] = useState<Wording | null>(null);
  const instruments = useCall("instrument_list", {});
  const wordings = useCall("instrument_wording_list", {});
  const withdraw = useAct("instrument_wording_withdraw", {
    onSuccess: () => {
      again();
      leave(null);
    },
  });
  const error = instruments.error ?? wordings.error;
  if (error) return <ProblemNotice error={error} />;
  if (!instruments.data || !wordings.data) return <Waiting />;
  const { can, items } = wordings.data;
  return (
    <Stack gap="lg" p="md">
      <div>
        <Title order={2} size="h3">
          {t("wording.title")}
        </Title>
        <Text c="dimmed" maw="75ch">
          {t("wording.text")}
        </Text>
      </div>
      <Rows label={t("wording.title")}>
        {skeletonsOf(instruments.data.items, items).map((skeleton) => (
          <SkeletonRow
            key={`${skeleton.instrument.code} ${skeleton.version}`}
            skeleton={skeleton}
            can={can}
            onAdd={() => add(skeleton)}
            onWithdraw={leave}
          />
        ))}
      </Rows>
      <Suspense>{adding && <WordingDialog skeleton={adding} onClose={() => add(null)} />}</Suspense>
      {leaving && (
        <ReasonDialog
          draft={`wording-withdraw:${leaving.id}`}
          title={t("wording.withdraw_of", { title: leaving.title })}
          text={t("wording.withdraw_text")}
          label={t("wording.withdraw_reason")}
          submit={t("wording.withdraw")}
          busy={withdraw.isPending}
          error={withdraw.error}
          onSubmit={(reason) =>
            withdraw.mutate({ path: { id: leaving.id }, version: leaving.version, body: { reason } })
          }
          onClose={() => leave(null)}
        />
      )}
    </Stack>
  );
}

interface SkeletonRowProps {
  skeleton: Skeleton;
  can: string[];
  onAdd: () => void;
  onWithdraw: (wording: Wording) => void;
}

function SkeletonRow({ skeleton, can, onAdd, onWithdraw }: SkeletonRowProps) {
  const { t } = useTranslation();
  const { instrument, version, wordings } = skeleton;
  const [newest, ...earlier] = wordings;
  const name = nameOf(skeleton);
  const inUse = newest?.standing === "in_use";
  return (
    <Row
      title={
        <Group gap={8}>
          <span lang="en">{instrument.title}</span>
          {instrument.versions.length > 1 && (
            <Text span size="sm" c="dimmed">
              {t("assessment.version")} {version}
            </Text>
          )}
          <Badge variant="light" color={newest ? colors[newest.standing] : "yellow"}>
            {newest ? t(`wording.standing.${newest.standing}`) : t("assessment.skeleton")}
          </Badge>
        </Group>
      }
      detail={newest ? <LicenceLines wording={newest} /> : <span lang="en">{instrument.notice}</span>}
      actions={
        can.includes("instrument_wording_create") && (
          <>
            <Button
              variant="light"
              size="compact-md"
              onClick={onAdd}
              aria-label={t(inUse ? "wording.replace_of" : "wording.add_of", { title: name })}
            >
              {t(inUse ? "wording.replace" : "wording.add")}
            </Button>
            {newest && newest.standing !== "withdrawn" && (
              <ActionButton
                can={newest.can}
                operation="instrument_wording_withdraw"
                variant="default"
                size="compact-md"
                onClick={() => onWithdraw(newest)}
                aria-label={t("wording.withdraw_of", { title: name })}
              >
                {t("wording.withdraw")}
              </ActionButton>
            )}
          </>
        )
      }
    >
      {earlier.length > 0 && (
        <details>
          <Text component="summary" size="sm" style={{ cursor: "pointer", paddingBlock: 10 }}>
            {t("wording.earlier", { count: earlier.length })}
          </Text>
          <Stack gap="xs" component="ul" pl="md" m={0}>
            {earlier.map((wording) => (
              <Text key={wording.id} component="li" size="sm" c="dimmed">
                {t(`wording.standing.${wording.standing}`)}. <LicenceLines wording={wording} />
              </Text>
            ))}
          </Stack>
        </details>
      )}
    </Row>
  );
}

/** Who licensed it, until when, and who confirmed that. */
function LicenceLines({ wording }: { wording: Wording }) {
  const { t } = useTranslation();
  const { licensor, reference, valid_until, uploaded_by, uploaded_at, languages } = wording;
  return (
    <>
      <div>
        {t(valid_until ? "wording.licence_until" : "wording.licence", {
          licensor,
          reference,
          until: valid_until ? formatDate(valid_until) : "",
        })}
      </div>
      <div>
        {t("wording.uploaded", {
          name: uploaded_by.name,
          on: formatDay(uploaded_at),
          languages: languages.map((language) => t(`assessment.language.${language}`)).join(", "),
        })}
      </div>
      {wording.withdrawn_at && (
        <div>
          {t("wording.withdrawn", {
            on: formatDay(wording.withdrawn_at),
            reason: wording.withdrawn_reason,
            name: wording.withdrawn_by?.name,
          })}
        </div>
      )}
    </>
  );
}
