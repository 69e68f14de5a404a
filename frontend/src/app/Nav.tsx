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

/** How many messages the reader has not seen, beside the name of their screen. */
function useNews() {
  const { t } = useTranslation();
  const may = useCapability();
  const { data } = useCall("message_counts", {}, { enabled: may("message_read") });
  const unread = data?.unread ?? 0;
  return { unread, text: t("message.unread", { count: unread }) };
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
    label === "messages" && news.unread > 0 ? `${t("nav.messages")}, ${news.text}` : t(`nav.${label}`);
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
        rightSection={
          label === "messages" && news.unread > 0 && !collapsed ? (
            <Badge size="sm" circle={news.unread < 10} aria-hidden>
              {news.unread}
            </Badge>
          ) : undefined
        }
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
