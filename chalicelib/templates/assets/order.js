// Asks how far the order is and shows the new state as soon as it changes.
(() => {
  const order = document.getElementById("order");
  if (!order) return;
  let pause = 2000;
  const ask = async () => {
    try {
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
