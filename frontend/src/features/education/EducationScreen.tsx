import { Button, Group, SegmentedControl, Stack, Text, Title } from "@mantine/core";
import { IconPrinter } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { EducationItem } from "@/api/types";
import { usePreferences } from "@/lib/preferences";
import { EmptyState } from "@/ui/EmptyState";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";
import classes from "@/features/print/Print.module.css";

const route = getRouteApi("/education");

/** The library that people are taught with; one item of it in large type, to read together and to print. */
export function EducationScreen() {
  const { t } = useTranslation();
  useTitle(t("education.library"));
  const { item } = route.useSearch();
  const library = useCall("education_item_list", {});
  if (library.error) return <ProblemNotice error={library.error} />;
  if (!library.data) return <Waiting lines={4} height={80} />;
  const used = library.data.items.filter(({ is_current }) => is_current);
  if (!item) return <Library items={used} />;
  const found = used.find(({ code }) => code === item);
  return found ? (
    <Handout item={found} />
  ) : (
    <EmptyState title={t("education.gone")} text={t("education.gone_text")} />
  );
}

function Library({ items }: { items: EducationItem[] }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return (
    <Stack gap="md" maw={900}>
      <Title order={1}>{t("education.library")}</Title>
      <div className="surface" style={{ padding: "1rem 1.15rem" }}>
        <Rows label={t("education.library")}>
          {items.map((item) => {
            const text = item.texts.find((own) => own.language === language) ?? item.texts[0];
            if (!text) return null;
            return (
              <Row
                key={item.code}
                title={
                  <Link to="/education" search={{ item: item.code, language: text.language }}>
                    {text.title}
                  </Link>
                }
                detail={[
                  t(`education.topics.${item.topic}`),
                  text.grade == null ? undefined : t("education.grade", { count: text.grade }),
                ]
                  .filter(Boolean)
                  .join(" · ")}
              />
            );
          })}
        </Rows>
      </div>
    </Stack>
  );
}

function Handout({ item }: { item: EducationItem }) {
  const { t } = useTranslation();
  const own = usePreferences().language;
  const { language = own } = route.useSearch();
  const navigate = route.useNavigate();
  const text = item.texts.find((one) => one.language === language) ?? item.texts[0];
  if (!text) return null;
  return (
    <Stack gap="lg" maw={900}>
      <Group justify="space-between" data-noprint>
        <Link to="/education">{t("education.library")}</Link>
        <Group gap="sm">
          {text.grade != null && (
            <Text size="sm" c="dimmed">
              {t("education.grade", { count: text.grade })}
            </Text>
          )}
          {item.texts.length > 1 && (
            <SegmentedControl
              aria-label={t("education.language")}
              value={text.language}
              onChange={(next) =>
                void navigate({
                  search: {
                    item: item.code,
                    language: item.texts.find((one) => one.language === next)?.language,
                  },
                  replace: true,
                })
              }
              data={item.texts.map((one) => ({
                value: one.language,
                label: t(`education.languages.${one.language}`),
              }))}
            />
          )}
          <Button leftSection={<IconPrinter size={17} aria-hidden />} onClick={() => window.print()}>
            {t("print.print")}
          </Button>
        </Group>
      </Group>
      <article lang={text.language} className={`${classes.sheet} ${classes.person}`}>
        <div className={classes.body}>
          <h1>{text.title}</h1>
          <ul>
            {text.body
              .split("\n")
              .filter((line) => line.trim() !== "")
              .map((line) => (
                <li key={line}>{line}</li>
              ))}
          </ul>
        </div>
      </article>
    </Stack>
  );
}
