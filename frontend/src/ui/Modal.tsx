import { Modal as Base, type ModalProps } from "@mantine/core";
import { useFocusBack } from "./focusBack";

/** A window over the page; closing it leads back to what opened it. */
export function Modal(props: ModalProps) {
  useFocusBack();
  return <Base {...props} />;
}
