// Asks how far the order is and shows the new state as soon as it changes.
(() => {
  const order = document.getElementById("order");
  if (!order) return;
  let pause = 2000;
  const ask = async () => {
    try {
      if (order.dataset.stage === "invited") {
        await fetch(order.dataset.look, { method: "POST", redirect: "manual", headers: { "content-type": "application/x-www-form-urlencoded" } });
      }
      const answer = await fetch(order.dataset.status, { headers: { accept: "application/json" } });
      if (answer.ok) {
        const state = await answer.json();
        if (state.stage !== order.dataset.stage) {
          location.reload();
          return;
        }
      }
    } catch {
      // Offline or restarting: the next try tells.
    }
    pause = Math.min(pause * 1.2, 15000);
    setTimeout(ask, pause);
  };
  setTimeout(ask, pause);
})();
