import { Badge, Tabs } from "@mantine/core";
import { useEffect, useRef, type ReactNode } from "react";
import { useSearchParams } from "react-router";
import classes from "./PageTabs.module.css";

interface PageTab {
  readonly name: string;
  readonly label: string;
  readonly badge?: number;
  readonly content: ReactNode;
}

interface PageTabsProps {
  readonly tabs: readonly PageTab[];
}

/** Tabs whose choice stands in the address, so that it can be linked and reloaded. */
export function PageTabs({ tabs }: PageTabsProps) {
  const [params, setParams] = useSearchParams();
  const wanted = params.get("tab");
  const open = tabs.find((tab) => tab.name === wanted) ?? tabs[0];
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (list.current) centre(list.current);
  }, [open?.name]);
  return (
    <Tabs
      value={open?.name ?? null}
      onChange={(name) => {
        if (name) setParams({ tab: name }, { replace: true });
      }}
      keepMounted={false}
    >
      <Tabs.List ref={list} className={classes.list} mb="lg">
        {tabs.map((tab) => (
          <Tabs.Tab
            key={tab.name}
            value={tab.name}
            rightSection={
              tab.badge ? (
                <Badge size="sm" variant="light">
                  {tab.badge}
                </Badge>
              ) : null
            }
          >
            {tab.label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map((tab) => (
        <Tabs.Panel key={tab.name} value={tab.name}>
          {tab.content}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

/** Scroll a list that is wider than the screen to the tab that is open. */
function centre(list: HTMLElement): void {
  const tab = list.querySelector("[aria-selected=true]");
  if (!tab) return;
  const frame = list.getBoundingClientRect();
  const found = tab.getBoundingClientRect();
  list.scrollLeft += found.left - frame.left - (frame.width - found.width) / 2;
}
