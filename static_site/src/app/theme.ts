import { Badge, Button, createTheme, Drawer, Modal, Select, Table, TextInput } from "@mantine/core";

/** Screen readers name the cross of drawers and dialogs. */
const CLOSE = { "aria-label": "Close" };

export const theme = createTheme({
  primaryColor: "indigo",
  primaryShade: { light: 7, dark: 7 },
  defaultRadius: "md",
  cursorType: "pointer",
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif',
  headings: { fontWeight: "650" },
  components: {
    Badge: Badge.extend({ defaultProps: { tt: "none", miw: "max-content" } }),
    Button: Button.extend({ defaultProps: { size: "sm" } }),
    TextInput: TextInput.extend({ defaultProps: { size: "sm" } }),
    Select: Select.extend({ defaultProps: { size: "sm" } }),
    Table: Table.extend({ defaultProps: { verticalSpacing: "sm" } }),
    Modal: Modal.extend({
      styles: { title: { fontWeight: 650 } },
      defaultProps: {
        closeButtonProps: CLOSE,
        radius: "lg",
        overlayProps: { backgroundOpacity: 0.4, blur: 2 },
      },
    }),
    Drawer: Drawer.extend({
      styles: { title: { fontWeight: 650 } },
      defaultProps: {
        closeButtonProps: CLOSE,
        position: "right",
        overlayProps: { backgroundOpacity: 0.35, blur: 1 },
      },
    }),
  },
});
