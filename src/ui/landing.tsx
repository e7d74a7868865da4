document.getElementById("room")?.focus();
