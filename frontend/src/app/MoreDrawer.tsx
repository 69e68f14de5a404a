import { Drawer } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { NavList } from "./Nav";

/** Every screen, for a thumb. */
export function MoreDrawer({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Drawer
      opened
      onClose={onClose}
      position="bottom"
      size="auto"
      title={t("nav.main")}
      radius="lg"
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <NavList onGo={onClose} />
    </Drawer>
  );
}
