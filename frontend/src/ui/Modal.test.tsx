import { Button, Menu } from "@mantine/core";
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it } from "vitest";
import { renderIn } from "@/test/render";
import { Modal } from "./Modal";

function Page() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Add</Button>
      <Menu transitionProps={{ duration: 0 }}>
        <Menu.Target>
          <Button>More</Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setOpen(true)}>Edit</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open && (
        <Modal opened onClose={() => setOpen(false)} title="Plan" transitionProps={{ duration: 0 }}>
          <input aria-label="Name" data-autofocus />
        </Modal>
      )}
    </>
  );
}

async function leave() {
  await expect.poll(() => document.activeElement).toBe(await screen.findByLabelText("Name"));
  await userEvent.keyboard("{Escape}");
}

it("Escape leads back to the button that opened it", async () => {
  renderIn(<Page />);
  await userEvent.click(screen.getByRole("button", { name: "Add" }));
  await leave();
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "Add" }));
});

it("from an item of a menu Escape leads back to the button of the menu", async () => {
  renderIn(<Page />);
  await userEvent.click(screen.getByRole("button", { name: "More" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Edit" }));
  await leave();
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "More" }));
});
