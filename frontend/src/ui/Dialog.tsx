import { Button, Group, Stack, type ModalProps } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isStale } from "@/api/problem";
import classes from "./Dialog.module.css";
import { Modal } from "./Modal";
import { ProblemNotice } from "./ProblemNotice";
import { StaleNotice, type StaleNoticeProps } from "./StaleNotice";

interface DialogProps extends Pick<ModalProps, "size"> {
  title: ReactNode;
  /** Text of the button that performs it. */
  submit: string;
  /** Text of the button that ends it; where nothing is changed there is nothing to cancel. */
  close?: string;
  busy?: boolean;
  error?: unknown;
  /** How to go on when a colleague saved the same record first; without it that is an error like others. */
  stale?: StaleNoticeProps;
  danger?: boolean;
  disabled?: boolean;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** A form in a dialog: what is typed stays when it fails, and what failed is said on top. */
export function Dialog({
  title,
  submit,
  close,
  busy,
  error,
  stale,
  danger,
  disabled,
  onSubmit,
  onClose,
  children,
  size,
}: DialogProps) {
  const { t } = useTranslation();
  const send = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    onSubmit();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={size ?? "md"}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <form onSubmit={send}>
        <Stack gap="md">
          {stale && isStale(error) ? (
            <StaleNotice {...stale} />
          ) : error ? (
            <ProblemNotice error={error} />
          ) : null}
          {children}
          <Group justify="flex-end" gap="sm" className={classes.footer}>
            <Button variant="default" onClick={onClose}>
              {close ?? t("action.cancel")}
            </Button>
            <Button
              type="submit"
              loading={busy ?? false}
              disabled={disabled ?? false}
              color={danger ? "red" : undefined}
            >
              {submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
