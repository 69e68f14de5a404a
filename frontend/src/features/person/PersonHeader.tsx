import { Badge, Button, Menu, Text, Title } from "@mantine/core";
import {
  IconArrowsExchange,
  IconCalendar,
  IconDots,
  IconHeadset,
  IconLanguage,
  IconListCheck,
  IconPencil,
  IconPhone,
  IconPhonePlus,
  IconUserHeart,
  IconUserPlus,
  IconUserStar,
  IconX,
} from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CaseView, CrisisPlanView, PersonView, Schemas } from "@/api/types";
import { useCapability } from "@/app/me";
import { TierBadge } from "@/features/acuity/TierBadge";
import { NextAppointment } from "@/features/appointment/NextAppointment";
import { openContact } from "@/features/contact/open";
import { CrisisPlanButton } from "@/features/crisis_plan/CrisisPlanButton";
import { EngagementLine } from "@/features/engagement/EngagementLine";
import { OnCallLine } from "@/features/on_call/OnCallLine";
import { openTask } from "@/features/task/open";
import { formatDate } from "@/lib/dates";
import { languageName } from "@/lib/language";
import { useWords } from "@/lib/words";
import { personLabel } from "./label";
import classes from "./Person.module.css";

const PersonDialog = lazy(() => import("./PersonDialog").then((m) => ({ default: m.PersonDialog })));
const CaseDialog = lazy(() => import("@/features/case/CaseDialog").then((m) => ({ default: m.CaseDialog })));
const AcuityDialog = lazy(() =>
  import("@/features/acuity/AcuityDialog").then((m) => ({ default: m.AcuityDialog })),
);
const CaseCloseDialog = lazy(() =>
  import("@/features/case/CaseCloseDialog").then((m) => ({ default: m.CaseCloseDialog })),
);
const HandOffDialog = lazy(() =>
  import("@/features/hand_off/HandOffDialog").then((m) => ({ default: m.HandOffDialog })),
);

type Open = "edit" | "enrol" | "hand_off" | "acuity" | "tier" | "close" | null;

interface PersonHeaderProps {
  person: PersonView;
  related: Schemas["RelatedPersonView"][];
  current: CaseView | undefined;
  cases: CaseView[];
  crisisPlan: CrisisPlanView | undefined;
  /** Begins with the decision about the tier. */
  decide: boolean;
}

/** Who this is, at a glance: name, age, language, how to reach them, who is in charge. */
export function PersonHeader({ person, related, current, cases, crisisPlan, decide }: PersonHeaderProps) {
  const { t } = useTranslation();
  const words = useWords();
  const [open, setOpen] = useState<Open>(decide ? "tier" : null);
  const close = () => setOpen(null);
  const may = useCapability();
  const caregivers = related.filter(({ is_caregiver }) => is_caregiver);
  const can = current?.can ?? [];

  return (
    <header className={`surface ${classes.header}`}>
      <div className={classes.top}>
        <div className={classes.who}>
          <div className={classes.name}>
            <Title order={1}>{person.name}</Title>
            {person.pronouns && <Text c="dimmed">{person.pronouns}</Text>}
            {current && (
              <Badge variant="light" color="gray">
                {personLabel(t, current.person_label)}
              </Badge>
            )}
            {current && <TierBadge current={current} onOpen={() => setOpen("acuity")} />}
            {person.deceased_on && (
              <Badge color="gray">{t("person.died_on", { on: formatDate(person.deceased_on) })}</Badge>
            )}
          </div>
          <div className={classes.lines}>
            {person.birth_date && (
              <span>
                <IconCalendar size={17} aria-hidden />
                {t("person.born", {
                  on: formatDate(person.birth_date),
                  years: t("person.years", { count: person.age ?? 0 }),
                })}
                {person.sex && `, ${words(person.sex).toLowerCase()}`}
              </span>
            )}
            {person.language && (
              <span>
                <IconLanguage size={17} aria-hidden />
                {languageName(person.language)}
                {person.interpreter_needed && (
                  <Badge color="yellow" variant="light">
                    {t("person.interpreter")}
                  </Badge>
                )}
              </span>
            )}
            {person.phone && (
              <span>
                <IconPhone size={17} aria-hidden />
                <a href={`tel:${person.phone}`}>{person.phone}</a>
              </span>
            )}
            {caregivers.map(({ id, name, relationship, phone }) => (
              <span key={id}>
                <IconUserHeart size={17} aria-hidden />
                {name}, {words(relationship).toLowerCase()}
                {phone && <a href={`tel:${phone}`}>{phone}</a>}
              </span>
            ))}
            {current?.owner && (
              <span>
                <IconUserStar size={17} aria-hidden />
                {t("person.owner", { name: current.owner.name, program: current.program.name })}
              </span>
            )}
            {current?.status === "active" && may("contact_read") && <EngagementLine caseId={current.id} />}
            {current?.status === "active" && may("on_call_read") && <OnCallLine teamId={current.team.id} />}
            {may("appointment_read") && <NextAppointment personId={person.id} />}
            {person.contact_point && (
              <span>
                <IconHeadset size={17} aria-hidden />
                {t("person.contact_point", { name: person.contact_point.name })}
              </span>
            )}
          </div>
        </div>
        <div className={classes.actions}>
          <CrisisPlanButton person={person} plan={crisisPlan} cases={cases} />
          {(!current || current.status === "closed") && may("case_create") && (
            <Button leftSection={<IconUserPlus size={17} aria-hidden />} onClick={() => setOpen("enrol")}>
              {t("case.enrol")}
            </Button>
          )}
          {can.includes("contact_create") && (
            <Button leftSection={<IconPhonePlus size={17} aria-hidden />} onClick={() => openContact()}>
              {t("contact.log")}
            </Button>
          )}
          {can.includes("task_create") && (
            <Button
              variant="default"
              leftSection={<IconListCheck size={17} aria-hidden />}
              onClick={() => openTask()}
            >
              {t("task.create")}
            </Button>
          )}
          <MoreMenu person={person} can={can} onOpen={setOpen} />
        </div>
      </div>
      <Suspense>
        {open === "edit" && <PersonDialog person={person} onClose={close} />}
        {open === "enrol" && <CaseDialog person={person} onClose={close} />}
        {(open === "acuity" || open === "tier") && current && (
          <AcuityDialog current={current} first={open === "tier" ? "decide" : "parts"} onClose={close} />
        )}
        {open === "close" && current && (
          <CaseCloseDialog current={current} deceasedOn={person.deceased_on} onClose={close} />
        )}
        {open === "hand_off" && current && <HandOffDialog current={current} onClose={close} />}
      </Suspense>
    </header>
  );
}

interface MoreMenuProps {
  person: PersonView;
  can: string[];
  onOpen: (open: Open) => void;
}

function MoreMenu({ person, can, onOpen }: MoreMenuProps) {
  const { t } = useTranslation();
  const may = useCapability();
  return (
    <Menu position="bottom-end" width={250}>
      <Menu.Target>
        <Button variant="default" leftSection={<IconDots size={17} aria-hidden />}>
          {t("nav.more")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconPencil size={16} aria-hidden />}
          disabled={!person.can.includes("person_update")}
          onClick={() => onOpen("edit")}
        >
          {t("person.edit")}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconUserPlus size={16} aria-hidden />}
          disabled={!may("case_create")}
          onClick={() => onOpen("enrol")}
        >
          {t("case.enrol")}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconUserStar size={16} aria-hidden />}
          disabled={!can.includes("tier_decide")}
          onClick={() => onOpen("tier")}
        >
          {t("case.decide_tier")}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconArrowsExchange size={16} aria-hidden />}
          disabled={!can.includes("hand_off_create")}
          onClick={() => onOpen("hand_off")}
        >
          {t("hand_off.create")}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconX size={16} aria-hidden />}
          disabled={!can.includes("case_close")}
          onClick={() => onOpen("close")}
        >
          {t("case.close")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
