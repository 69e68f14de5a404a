import { Badge, NavLink, Tooltip, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDots, IconPhonePlus } from "@tabler/icons-react";
import { Link, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import { openContact } from "@/features/contact/open";
import { type Destination, groups, useDestinations } from "./destinations";
import { useCapability } from "./me";
import classes from "./Nav.module.css";

const MoreDrawer = lazy(() => import("./MoreDrawer").then((m) => ({ default: m.MoreDrawer })));

/** How many messages and digests the reader has not seen, beside the names of their screens. */
function useNews(): Partial<Record<Destination["label"], { unread: number; text: string }>> {
  const { t } = useTranslation();
  const may = useCapability();
  const messages = useCall("message_counts", {}, { enabled: may("message_read") });
  const digests = useCall("digest_counts", {}, { enabled: may("saved_report_write") });
  const unread = messages.data?.unread ?? 0;
  const told = digests.data?.unread ?? 0;
  return {
    ...(unread > 0 && { messages: { unread, text: t("message.unread", { count: unread }) } }),
    ...(told > 0 && { digests: { unread: told, text: t("digest.unread", { count: told }) } }),
  };
}

function useIsHere() {
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (to: string) => path === to || path.startsWith(`${to}/`);
}

export function NavList({ collapsed = false, onGo }: { collapsed?: boolean; onGo?: () => void }) {
  const { t } = useTranslation();
  const isHere = useIsHere();
  const news = useNews();
  const nameOf = (label: Destination["label"]) =>
    [t(`nav.${label}`), news[label]?.text].filter(Boolean).join(", ");
  const link = ({ to, label, Icon }: Destination) => (
    <Tooltip key={to} label={nameOf(label)} position="right" disabled={!collapsed}>
      <NavLink
        component={Link}
        to={to}
        active={isHere(to)}
        aria-current={isHere(to) ? "page" : undefined}
        label={collapsed ? undefined : t(`nav.${label}`)}
        aria-label={nameOf(label)}
        leftSection={<Icon size={20} stroke={1.7} aria-hidden />}
        rightSection={collapsed ? undefined : <Unread count={news[label]?.unread} />}
        className={classes.link}
        onClick={onGo}
      />
    </Tooltip>
  );
  const destinations = useDestinations();
  return (
    <div className={classes.list}>
      {groups.map((group) => {
        const shown = destinations.filter((destination) => destination.group === group);
        return (
          shown.length > 0 && (
            <div key={group} role="group" aria-label={t(`nav.groups.${group}`)} className={classes.group}>
              {!collapsed && (
                <div className={classes.heading} aria-hidden>
                  {t(`nav.groups.${group}`)}
                </div>
              )}
              {shown.map(link)}
            </div>
          )
        );
      })}
    </div>
  );
}

function Unread({ count }: { count: number | undefined }) {
  if (count === undefined) return null;
  return (
    <Badge size="sm" circle={count < 10} aria-hidden>
      {count}
    </Badge>
  );
}

/** Navigation for a thumb: on phones, and where zoom leaves little room. */
export function BottomBar() {
  const { t } = useTranslation();
  const isHere = useIsHere();
  const may = useCapability();
  const [open, menu] = useDisclosure();
  const first = useDestinations().filter((destination) => "thumb" in destination);
  return (
    <nav className={classes.bottom} aria-label={t("nav.quick")}>
      {first.map(({ to, label, Icon }) => (
        <Link
          key={to}
          to={to}
          className={classes.tab}
          data-active={isHere(to)}
          aria-current={isHere(to) ? "page" : undefined}
        >
          <Icon size={22} stroke={1.7} aria-hidden />
          {t(`nav.short.${label}`)}
        </Link>
      ))}
      {may("contact_write") && (
        <UnstyledButton className={classes.tab} onClick={() => openContact()}>
          <IconPhonePlus size={22} stroke={1.7} aria-hidden />
          {t("nav.short.contact")}
        </UnstyledButton>
      )}
      <UnstyledButton className={classes.tab} onClick={menu.open} aria-expanded={open}>
        <IconDots size={22} stroke={1.7} aria-hidden />
        {t("nav.more")}
      </UnstyledButton>
      <Suspense>{open && <MoreDrawer onClose={menu.close} />}</Suspense>
    </nav>
  );
}
